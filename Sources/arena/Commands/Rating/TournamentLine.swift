import ArenaCore
import Evaluation
import Glibc
import Synchronization

/// Tells on standard error how far a tournament is: on a terminal by a line that is written over,
/// elsewhere by a line every ten seconds.
final class TournamentLine: Sendable {
  private struct State {
    var isShown = false
    var shownAt = ContinuousClock.now
  }

  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let state = Mutex(State())

  /// Says what is there from before.
  func greet(_ games: Int, _ damaged: Int) {
    if games > 0 { write("going on: \(Text.grouped(games)) games are there already\n") }
    if damaged > 0 {
      write(
        "\(Text.grouped(damaged)) damaged lines were set aside in games.jsonl.damaged; "
          + "their games are played again\n")
    }
  }

  /// Says that openings within the bounds of their value came again.
  func note(openings count: Int) {
    let openings = count == 1 ? "1 opening" : "\(Text.grouped(count)) openings"
    write("--balance: only \(openings) of that value found; games began with the same ones again\n")
  }

  /// Says something that stays, above the progress.
  func note(_ text: String) { write((isTerminal ? "\r\u{1B}[K" : "") + text + "\n") }

  func show(_ progress: TournamentProgress) {
    let isDue = state.withLock { state in
      let pause: Duration = isTerminal ? .seconds(1) : .seconds(10)
      guard state.shownAt.duration(to: .now) >= pause else { return false }
      state.shownAt = .now
      state.isShown = isTerminal
      return true
    }
    guard isDue else { return }
    write(isTerminal ? "\r\u{1B}[K" + cut(progress.line) : progress.line + "\n")
  }

  /// A terminal's line that breaks cannot be written over.
  private func cut(_ line: String) -> String {
    var size = winsize()
    let width = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
    return width > 20 ? String(line.prefix(width - 1)) : line
  }

  /// Leaves the line empty for what follows.
  func end() {
    let isShown = state.withLock { state in
      defer { state.isShown = false }
      return state.isShown
    }
    if isShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { StandardError.write(text) }
}
