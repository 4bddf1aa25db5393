/// Counts what happens often, so that strangers cannot fill a log: a line now and then says how
/// often it did.
struct Tally {
  private var counts: [String: Int] = [:]
  private var nextReport: Duration = .zero
  private static let interval = Duration.seconds(10)

  /// - Parameter event: in the plural, behind a number.
  mutating func note(_ event: String) { counts[event, default: 0] += 1 }

  /// A line for each event since the last report, but not too often.
  mutating func report(at now: Duration) -> [String] {
    guard !counts.isEmpty, now >= nextReport else { return [] }
    nextReport = now + Self.interval
    defer { counts = [:] }
    return counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
  }
}
