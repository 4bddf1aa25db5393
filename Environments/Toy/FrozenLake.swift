import ArenaCore

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
  public static let options = [
    OptionSpec("map_name", .choice(["4x4", "8x8"]), default: "4x4", "which lake"),
    OptionSpec("is_slippery", .flag, default: "true", "whether a step may go sideways"),
    OptionSpec(
      "success_rate", .number(0...1), default: (1.0 / 3).description,
      "probability of going where meant on slippery ice"),
    OptionSpec("goal_reward", .number(-1e9...1e9), default: "1", "reward for the goal"),
    OptionSpec("hole_reward", .number(-1e9...1e9), default: "0", "reward for falling in"),
    OptionSpec("frozen_reward", .number(-1e9...1e9), default: "0", "reward for any other step"),
  ]

  public static let registrations = [
    Registration("FrozenLake-v1", stepLimit: 100, rewardThreshold: 0.70),
    Registration(
      "FrozenLake8x8-v1", stepLimit: 200, rewardThreshold: 0.85, settings: ["map_name": "8x8"]),
  ]

  public var process: TabularProcess

  public init(_ options: Options) throws(OptionError) {
    process = TabularProcess(Self.table(options))
  }

  // S start, F frozen, H hole, G goal.
  private static func map(_ name: String) -> [[Character]] {
    let rows =
      name == "4x4"
      ? ["SFFF", "FHFH", "FFFH", "HFFG"]
      : [
        "SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF",
        "FFFHFFFG",
      ]
    return rows.map(Array.init)
  }

  private static func table(_ options: Options) -> TransitionTable {
    let map = map(options.text("map_name"))
    let size = map.count
    let cells = map.flatMap { $0 }
    let rewards: [Character: Double] = [
      "G": options.number("goal_reward"), "H": options.number("hole_reward"),
      "F": options.number("frozen_reward"), "S": options.number("frozen_reward"),
    ]
    let success = options.number("success_rate")
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
      let slips = options.flag("is_slippery")
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
