import ArenaCore
import Search

/// Decides from a game's searches when a seat gives up.
///
/// A seat resigns after `patience` of its own searches in a row, those searched in full, in which
/// neither the position nor its best action is worth more than the threshold.
struct Resignation: Sendable, Hashable {
  /// Own searches in a row that must look lost.
  static let patience = 3

  /// Searches in a row that looked lost, of the first and of the second seat.
  private(set) var first = 0
  private(set) var second = 0
  /// The seat that has given up or, in a game played on, would have.
  private(set) var loser: Seat?

  init() {}

  /// Goes on from saved counts.
  init(first: Int, second: Int, loser: Seat?) {
    self.first = first
    self.second = second
    self.loser = loser
  }

  /// The option that sets the threshold, in self-play and in matches; nil never resigns.
  static func field<Owner: Sendable>(
    _ threshold: WritableKeyPath<Owner, Double?> & Sendable
  ) -> OptionField<Owner> {
    OptionField(
      "resign", threshold, -1...0, off: -1,
      "resign when neither root nor best action was worth more for \(patience) own moves; -1 never")
  }

  /// Takes note of the search of the seat to move at its root.
  mutating func note<Game: Keyed>(_ tree: SearchTree<Game>, threshold: Double) {
    guard let seat = tree.root.turn else { return }
    let best = tree.actionReports.compactMap(\.value).max() ?? -1
    note(seat, value: tree.value, best: best, threshold: threshold)
  }

  /// Takes note of a search by `seat`.
  ///
  /// - Parameters:
  ///   - value: of the position, from the view of `seat`.
  ///   - best: of its best action, likewise.
  mutating func note(_ seat: Seat, value: Double, best: Double, threshold: Double) {
    let looksLost = value <= threshold && best <= threshold
    let streak: Int
    switch seat {
    case .first:
      first = looksLost ? first + 1 : 0
      streak = first
    case .second:
      second = looksLost ? second + 1 : 0
      streak = second
    }
    if streak >= Self.patience && loser == nil { loser = seat }
  }
}
