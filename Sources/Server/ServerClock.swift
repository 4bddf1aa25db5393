/// The time by which games are played. It stands while the server itself does not run: stopped,
/// suspended, busy or waiting for a disk, it charges nobody.
///
/// The event loop looks at it at least once every `quantum` while clocks run. What passes between
/// two looks beyond what the loop meant to wait is the server's own time and is left out.
struct ServerClock {
  /// The longest time between two looks that counts in full.
  static let quantum = Duration.milliseconds(25)

  /// The time of games.
  private(set) var now: Duration = .zero
  /// What was left out in all.
  private(set) var givenBack: Duration = .zero
  /// Whether time stands altogether.
  var isStanding = false
  private var seen: Duration

  /// - Parameter time: on any clock that never goes back.
  init(at time: Duration) { seen = time }

  /// Looks at another clock.
  ///
  /// - Parameters:
  ///   - time: on the clock of `init`.
  ///   - waited: for how long at most nothing was to be done before this look; nil for ever.
  mutating func look(at time: Duration, after waited: Duration? = .zero) {
    let passed = max(.zero, time - seen)
    seen = max(seen, time)
    guard !isStanding else {
      givenBack += passed
      return
    }
    let counted = waited.map { min(passed, $0 + Self.quantum) } ?? passed
    now += counted
    givenBack += passed - counted
  }
}
