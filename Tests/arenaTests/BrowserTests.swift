import Foundation
import TestKit
import Testing

/// The pages in a real browser, where one is installed.
@Suite(.enabled(if: runsPeerChecks, "set ARENA_PYTHON_CHECKS=1 to run it"))
struct BrowserTests {
  private static let hasBrowser =
    Peer.hasPython("playwright")
    && ["chromium", "google-chrome"].contains { name in
      (try? Peer.run("sh", ["-c", "command -v \(name)"])) != nil
    }

  @Test(.enabled(if: hasBrowser, "python3 with playwright, or chromium, is not installed"))
  func `every page works in Chromium, and every game can be played by clicks`() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Browser/pages.py").path
    let runs = FileManager.default.temporaryDirectory.appending(path: "arena-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: runs) }
    for seed in 1...2 {
      let result = try Program.run(
        [
          "train", "tic-tac-toe", "--agent", "alphazero", "--steps", "200", "--seed", "\(seed)",
          "--run", "\(runs)/run-\(seed)", "--option", "games=8", "--option", "positions=64",
        ], in: FileManager.default.temporaryDirectory.path)
      #expect(result.status == 0, "\(result)")
    }
    print(try Peer.run("python3", [script, Program.path, runs]))
  }
}
