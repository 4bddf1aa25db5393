import ArenaCore

/// A game whose every position is reached by many lines: both seats climb one or two stairs in turn
/// and nobody wins.
///
/// A position is how many moves were made and how high they led, so that one then two stairs is the
/// same as two then one. Positions differ only in what an evaluator makes of them.
struct Stairs: BoardGame, Keyed {
  static let name = "stairs"

  let maxGameLength: Int
  private(set) var plies = 0
  private(set) var height = 0

  init(_ settings: NoOptions) { maxGameLength = 20 }

  var actionCount: Int { 2 }
  var turn: Seat? { plies == maxGameLength ? nil : plies % 2 == 0 ? .first : .second }
  var outcome: Outcome? { turn == nil ? Outcome(winner: nil, reason: "out of time") : nil }
  var key: UInt64 { UInt64(plies) << 32 | UInt64(height) }

  mutating func reset(using random: inout RandomSource) { (plies, height) = (0, 0) }

  mutating func play(_ action: Int) {
    precondition(isLegal(action), "\(action + 1) stairs are not legal")
    plies += 1
    height += action + 1
  }

  var observationShape: ObservationShape { .vector(2) }

  func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    features[0] = Float(plies)
    features[1] = Float(height)
  }

  func notation(of action: Int) -> String { String(action + 1) }
  func action(from notation: String) -> Int? { Int(notation).map { $0 - 1 } }
  var diagram: String { "ply \(plies), stair \(height)" }
}
