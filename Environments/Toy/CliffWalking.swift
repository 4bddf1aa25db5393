public import ArenaCore

/// A walk along a cliff, 4 rows by 12 columns; the table and the draws of Gymnasium's CliffWalking.
///
/// - Rules: a step moves one cell, or nowhere at the edge; a step over the cliff (the last row
///   between its corners) leads back to the start. On slippery ground a step goes where it was meant
///   or to either side, each with probability 1/3.
/// - Actions: 0 up, 1 right, 2 down, 3 left.
/// - Observation: one-hot `[48]` of the cell, row by row from the top.
/// - Rewards: -1 a step, -100 for the cliff.
/// - End: terminated at the lower right corner; there is no time limit.
/// - Start: the lower left corner, cell 36.
/// - Source: Sutton and Barto 2018, example 6.6; Gymnasium 1.4 `toy_text/cliffwalking.py`.
public struct CliffWalking: TabularTask {
  public struct Settings: OptionGroup {
    var isSlippery = false

    public init() {}

    init(isSlippery: Bool) { self.isSlippery = isSlippery }

    public static let fields: [OptionField<Self>] = [
      OptionField("is_slippery", \.isSlippery, "whether a step may go sideways")
    ]
  }

  public static let registrations: [Registration<Settings>] = [
    Registration("CliffWalking-v1", stepLimit: nil),
    Registration("CliffWalkingSlippery-v1", stepLimit: nil, settings: Settings(isSlippery: true)),
  ]

  public var process: TabularProcess

  public init(_ settings: Settings) {
    process = TabularProcess(Self.table(isSlippery: settings.isSlippery))
  }

  private static func table(isSlippery: Bool) -> TransitionTable {
    let (rows, columns, first, goal) = (4, 12, 36, 47)
    let steps = [(-1, 0), (0, 1), (1, 0), (0, -1)]
    let start = (0..<rows * columns).map { $0 == first ? 1.0 : 0 }
    return TransitionTable(start: start, actionCount: 4) { cell, action in
      let directions = isSlippery ? [(action + 3) % 4, action, (action + 1) % 4] : [action]
      let probability = 1 / Double(directions.count)
      return directions.map { direction in
        let row = min(max(cell / columns + steps[direction].0, 0), rows - 1)
        let column = min(max(cell % columns + steps[direction].1, 0), columns - 1)
        let next = row * columns + column
        if next > first && next < goal { return .init(probability, to: first, reward: -100) }
        return .init(probability, to: next, reward: -1, terminates: next == goal)
      }
    }
  }
}
