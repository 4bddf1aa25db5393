/// What is known of a position beside its rules; every value is from the first seat's view.
public struct PageAnalysis: Sendable, Hashable, Codable {
  /// -1 (the second seat wins) ... 1 (the first seat does); nil where nobody said.
  public var value: Double?
  /// Whether `value` is exact: proven by a search or known from a solver.
  public var isProven = false
  public var moves: [MoveAnalysis] = []
  /// The moves of best play.
  public var line: [String] = []

  public init() {}
}

/// What is known of a move.
public struct MoveAnalysis: Sendable, Hashable, Codable {
  public let move: String
  /// The share that the policy, or the visits of a search, give it: 0 ... 1.
  public var share: Double?
  /// After it, from the first seat's view.
  public var value: Double?
  public var isProven = false

  public init(_ move: String) { self.move = move }
}
