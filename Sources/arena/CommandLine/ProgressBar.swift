import ArenaCore
import Glibc
import Synchronization

/// How far long work is, on standard error and never in the result: on a terminal as a bar that is
/// written over, elsewhere as a line every ten seconds.
final class ProgressBar: Sendable {
  private struct State {
    var shownAt: ContinuousClock.Instant
    /// Whether the terminal's last line is to be taken away.
    var isShown = false
  }

  private let title: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private let state: Mutex<State>

  init(_ title: String) {
    self.title = title
    state = Mutex(State(shownAt: start))
  }

  func show(_ done: Int, of total: Int) {
    guard total > 0 else { return }
    show {
      let share = Double(done) / Double(total)
      let full = Int(share * 20)
      let bar = String(repeating: "#", count: full) + String(repeating: ".", count: 20 - full)
      let seconds = start.duration(to: .now) / .seconds(1)
      let left = done > 0 ? "  left \(Text.clock(seconds * (1 - share) / share))" : ""
      return "\(title) [\(bar)] \(done)/\(total)\(left)"
    }
  }

  /// Shows a text unless something was shown a moment ago; from any thread.
  func show(_ text: () -> String) {
    state.withLock { state in
      let now = ContinuousClock.now
      guard state.shownAt.duration(to: now) >= (isTerminal ? .milliseconds(100) : .seconds(10))
      else { return }
      (state.shownAt, state.isShown) = (now, isTerminal)
      StandardError.write(isTerminal ? Self.erasing + text() : text() + "\n")
    }
  }

  /// Takes the bar away.
  func clear() {
    state.withLock { state in
      if state.isShown { StandardError.write(Self.erasing) }
      state.isShown = false
    }
  }

  /// To the beginning of the line, which is emptied.
  private static let erasing = "\r\u{1B}[K"
}
