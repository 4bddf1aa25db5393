import ArenaCore

/// A game made of one choice: the first seat pulls an arm, then both only pass until a draw.
///
/// The arms differ only in what an evaluator makes of them, so a test knows the best policy.
struct Bandit: BoardGame, Keyed {
  static let name = "bandit"
  let actionCount: Int
  let maxGameLength: Int
  private(set) var plies = 0
  /// The arm that was pulled.
  private(set) var arm: Int?

  init(_ settings: NoOptions) { self.init(arms: 4) }

  init(arms: Int, plies: Int = 2000) {
    actionCount = arms
    maxGameLength = plies
  }

  var turn: Seat? { plies == maxGameLength ? nil : plies % 2 == 0 ? .first : .second }
  var outcome: Outcome? { turn == nil ? Outcome(winner: nil, reason: "out of time") : nil }
  var key: UInt64 { UInt64(plies) << 32 | UInt64((arm ?? -1) + 1) << 1 | 1 }

  mutating func reset(using random: inout RandomSource) {
    plies = 0
    arm = nil
  }

  func isLegal(_ action: Int) -> Bool {
    turn != nil && (arm == nil ? (0..<actionCount).contains(action) : action == 0)
  }

  mutating func play(_ action: Int) {
    precondition(isLegal(action), "arm \(action) is not legal")
    if arm == nil { arm = action }
    plies += 1
  }

  var observationShape: ObservationShape { .vector(2) }

  func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    features[0] = Float(plies)
    features[1] = Float(arm ?? -1)
  }

  func notation(of action: Int) -> String { String(action) }
  func action(from notation: String) -> Int? { Int(notation) }
  var diagram: String { "ply \(plies), arm \(arm.map(String.init) ?? "none")" }
}

extension Bandit: Heuristic {
  func estimate(for seat: Seat) -> Double { 0 }
}
