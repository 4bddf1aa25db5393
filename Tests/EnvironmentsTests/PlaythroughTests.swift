import Foundation
import TestKit
import Testing

/// Golden playthroughs: one random game of each board game, kept as text.
///
/// After a change of the rules that is meant, write them anew and read the difference:
/// `ARENA_REGENERATE=1 swift test -c release --filter PlaythroughTests`.
@Suite struct PlaythroughTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Playthroughs")

  @Test(arguments: BoardGameCase.standard)
  func `A game still plays out as its golden playthrough says`(_ game: BoardGameCase) throws {
    let file = Self.folder.appending(path: "\(game.description).txt")
    let text = try game.playthrough()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 200)
    if ProcessInfo.processInfo.environment["ARENA_REGENERATE"] == "1" {
      try Data(text.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let first = zip(lines, expected).first { $0 != $1 }
    #expect(text == golden, "the first line that differs: \(first.map { "\($0)" } ?? "none")")
  }
}
