public import ArenaCore

/// A walk over a frozen lake to a goal, past holes, on ice that may slip; the table and the draws of
/// Gymnasium's FrozenLake.
///
/// - Rules: a step moves one cell, or nowhere at the edge. On slippery ice it goes where it was
///   meant with probability `success_rate`, else to either side of that.
/// - Actions: 0 left, 1 down, 2 right, 3 up.
/// - Observation: one-hot `[rows * columns]` of the cell, row by row from the start's corner.
/// - Rewards: 1 for reaching the goal, 0 else; all three can be set.
/// - End: terminated at the goal or in a hole.
/// - Start: the upper left corner.
/// - Source: Gymnasium 1.4 `toy_text/frozen_lake.py`.
public struct FrozenLake: TabularTask {
  enum Lake: String, CaseIterable {
    case small = "4x4"
    case large = "8x8"

    /// S start, F frozen, H hole, G goal.
    var rows: [String] {
      switch self {
      case .small: ["SFFF", "FHFH", "FFFH", "HFFG"]
      case .large:
        [
          "SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF",
          "FFFHFFFG",
        ]
      }
    }
  }

  public struct Settings: OptionGroup {
    var lake = Lake.small
    var isSlippery = true
    var successRate = 1.0 / 3
    var goalReward = 1.0
    var holeReward = 0.0
    var frozenReward = 0.0

    public init() {}

    init(_ lake: Lake) { self.lake = lake }

    public static let fields: [OptionField<Self>] = [
      OptionField("map_name", \.lake, "which lake"),
      OptionField("is_slippery", \.isSlippery, "whether a step may go sideways"),
      OptionField(
        "success_rate", \.successRate, 0...1, "probability of going where meant on slippery ice"),
      OptionField("goal_reward", \.goalReward, -1e9...1e9, "reward for the goal"),
      OptionField("hole_reward", \.holeReward, -1e9...1e9, "reward for falling in"),
      OptionField("frozen_reward", \.frozenReward, -1e9...1e9, "reward for any other step"),
    ]
  }

  public static let registrations: [Registration<Settings>] = [
    Registration("FrozenLake-v1", stepLimit: 100, rewardThreshold: 0.70),
    Registration(
      "FrozenLake8x8-v1", stepLimit: 200, rewardThreshold: 0.85, settings: Settings(.large)),
  ]

  public var process: TabularProcess

  public init(_ settings: Settings) { process = TabularProcess(Self.table(settings)) }

  private static func table(_ settings: Settings) -> TransitionTable {
    let size = settings.lake.rows.count
    let cells = settings.lake.rows.flatMap { $0 }
    let rewards: [Character: Double] = [
      "G": settings.goalReward, "H": settings.holeReward,
      "F": settings.frozenReward, "S": settings.frozenReward,
    ]
    let success = settings.successRate
    let failure = (1 - success) / 2

    func moved(_ cell: Int, _ action: Int) -> Int {
      let (row, column) = cell.quotientAndRemainder(dividingBy: size)
      return switch action {
      case 0: row * size + max(column - 1, 0)
      case 1: min(row + 1, size - 1) * size + column
      case 2: row * size + min(column + 1, size - 1)
      default: max(row - 1, 0) * size + column
      }
    }

    return TransitionTable(start: cells.map { $0 == "S" ? 1 : 0 }, actionCount: 4) { cell, action in
      if cells[cell] == "G" || cells[cell] == "H" {
        return [.init(1, to: cell, reward: 0, terminates: true)]
      }
      let slips = settings.isSlippery
      return (slips ? [(action + 3) % 4, action, (action + 1) % 4] : [action]).map { direction in
        let next = moved(cell, direction)
        return .init(
          !slips ? 1 : direction == action ? success : failure, to: next,
          reward: rewards[cells[next], default: 0],
          terminates: cells[next] == "G" || cells[next] == "H")
      }
    }
  }
}
