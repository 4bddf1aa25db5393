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
