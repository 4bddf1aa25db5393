@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Ctrl-C, `kill` and a closed terminal as a flag: whoever works looks at it and ends in good order.
/// A further signal a second later or more ends the program at once; one that comes sooner is the
/// same wish, as `timeout` and terminals send it to the program and to its group.
///
/// From then on a reader that goes away (`arena train ... | head -1`) ends nothing: the work goes on
/// without one.
final class Interrupt: Sendable {
  private static let patience = 1.0

  private let first = Mutex<ContinuousClock.Instant?>(nil)
  private let sources: [any DispatchSourceSignal]

  init() {
    signal(SIGPIPE, SIG_IGN)
    // A queue of its own: those that all share may be full of work.
    let queue = DispatchQueue(label: "signals")
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    for source in sources {
      source.setEventHandler { [self] in note(.now) }
      source.resume()
    }
  }

  private func note(_ now: ContinuousClock.Instant) {
    let isOnce = first.withLock { first in
      guard let before = first else {
        first = now
        return true
      }
      return before.duration(to: now) < .seconds(Self.patience)
    }
    if !isOnce { _exit(130) }
  }

  /// Whether the program was asked to end.
  var isRaised: Bool { first.withLock { $0 != nil } }
}
