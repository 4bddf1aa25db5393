import Match

/// A budget that is spent at once and comes back with time.
struct TokenBucket: Sendable {
  /// What it holds when it is full.
  let capacity: Int
  /// The time in which one unit comes back.
  let interval: Duration
  /// When it was, or will be, full again.
  private var fullAt: Duration = .zero

  init(_ capacity: Int, every interval: Duration) {
    self.capacity = capacity
    self.interval = interval
  }

  func isFull(at now: Duration) -> Bool { fullAt <= now }

  /// How long it takes until there is a unit to spend; zero if there is one.
  func wait(at now: Duration) -> Duration {
    max(.zero, fullAt - now - interval * (capacity - 1))
  }

  /// Spends one unit, whether there is one or not.
  mutating func spend(at now: Duration) {
    fullAt = min(max(fullAt, now) + interval, now + interval * capacity)
  }
}

extension Duration {
  /// For people who are to try again: whole seconds, at least one.
  var asRetry: String { "try again in \(Swift.max(1, (wholeMilliseconds + 999) / 1000)) s" }
}
