import ArenaCore

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

/// Watches whether resignations are right: in games played on, the seat that would have resigned
/// must go on to lose.
struct ResignationMonitor: Sendable, Hashable {
  /// Resignation is allowed while no larger share of the checks was wrong.
  static let largestErrorRate = 0.05
  /// Checks needed before the first game may be resigned.
  static let fewestChecks = 20
  /// Checks remembered, the latest.
  static let memory = 400

  /// The latest checks, oldest first: whether the resignation would have been wrong.
  private(set) var checks: [Bool] = []

  init(checks: [Bool] = []) { self.checks = checks }

  /// The share of the checks in which the seat did not lose after all; nil before the first.
  var errorRate: Double? {
    guard !checks.isEmpty else { return nil }
    return Double(checks.count { $0 }) / Double(checks.count)
  }

  /// Whether games may be resigned; until then all are played on and checked.
  var allowsResignation: Bool {
    guard checks.count >= Self.fewestChecks, let errorRate else { return false }
    return errorRate <= Self.largestErrorRate
  }

  /// Takes note of finished games that were played on although `loser` would have resigned.
  mutating func add(_ wrong: [Bool]) {
    checks += wrong
    checks.removeFirst(max(0, checks.count - Self.memory))
  }
}
