import ArenaCore
import Foundation
import Glibc

/// How far long work is, as a bar on standard error: on a terminal only, and never in the result.
struct ProgressBar {
  private let title: String
  private let isShown = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now

  init(_ title: String) { self.title = title }

  func show(_ done: Int, of total: Int) {
    guard isShown, total > 0 else { return }
    let share = Double(done) / Double(total)
    let full = Int(share * 20)
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: 20 - full)
    let seconds = start.duration(to: .now) / .seconds(1)
    let left = done > 0 ? "  left \(Text.clock(seconds * (1 - share) / share))" : ""
    write("\r\u{1B}[K\(title) [\(bar)] \(done)/\(total)\(left)")
  }

  /// Takes the bar away.
  func clear() { if isShown { write("\r\u{1B}[K") } }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
