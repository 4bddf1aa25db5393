@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and `kill` as a flag: whoever works looks at it and ends in good order. A second one ends
/// the program at once.
final class Interrupt: Sendable {
  private let count = Atomic(0)
  private let sources: [any DispatchSourceSignal]

  init() {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global())
    }
    for source in sources {
      source.setEventHandler { [self] in
        if count.add(1, ordering: .relaxed).oldValue > 0 { _exit(130) }
      }
      source.resume()
    }
  }

  /// Whether the program was asked to end.
  var isRaised: Bool { count.load(ordering: .relaxed) > 0 }
}
