import Foundation
import Glibc
import Synchronization

/// Prints lines that stay, and between them what is being done right now: on a terminal a line that
/// is written over, elsewhere a line at once and then one every few seconds.
final class ProgressLine: Sendable {
  private struct State {
    /// Whether the terminal's last line is to be written over.
    var isShown = false
    var shownAt: ContinuousClock.Instant?
  }

  private let isTerminal: Bool
  /// Between two lines of progress.
  private let pause: Duration
  private let state = Mutex(State())

  init() {
    isTerminal = isatty(STDOUT_FILENO) == 1
    pause = isTerminal ? .milliseconds(100) : .seconds(10)
  }

  /// Prints a line that stays.
  func say(_ line: String) {
    state.withLock { state in
      print(state.isShown ? Self.erasing + line : line)
      fflush(nil)
      state.isShown = false
    }
  }

  /// Shows what is being done, unless something was shown a moment ago.
  func show(_ text: String) {
    state.withLock { state in
      let now = ContinuousClock.now
      if let before = state.shownAt, before.duration(to: now) < pause { return }
      state.shownAt = now
      print(isTerminal ? Self.erasing + text : text, terminator: isTerminal ? "" : "\n")
      fflush(nil)
      state.isShown = isTerminal
    }
  }

  /// To the beginning of the line, which is emptied.
  private static let erasing = "\r\u{1B}[K"
}
