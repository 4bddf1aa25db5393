import Foundation
import Synchronization

/// Measures how long a run has trained: the time of the wall, without that in which the program did
/// not run at all, because it was stopped or the machine was asleep.
final class TrainingClock: Sendable {
  private let time = Mutex(AwakeTime(since: .now))

  init() {
    // Whoever misses several beats was not awake.
    Thread { [weak self] in
      while self?.seconds != nil { Thread.sleep(forTimeInterval: 0.25) }
    }.start()
  }

  /// Seconds that the program was awake since the clock was made.
  var seconds: Double {
    time.withLock { time in
      time.note(.now)
      return time.total / .seconds(1)
    }
  }
}

/// Adds up the time between notes that follow each other closely.
struct AwakeTime {
  /// Between two notes of one who is awake: on a busy machine a thread may wait for a second or two.
  static let longestGap = Duration.seconds(3)

  private(set) var total = Duration.zero
  private var last: ContinuousClock.Instant

  init(since start: ContinuousClock.Instant) { last = start }

  /// Takes note of being awake; a longer gap before it is left out.
  mutating func note(_ now: ContinuousClock.Instant) {
    let gap = last.duration(to: now)
    guard gap > .zero else { return }
    if gap <= Self.longestGap { total += gap }
    last = now
  }
}
