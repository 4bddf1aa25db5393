import ArenaCore
import Catalog
import Foundation
import TestKit
import Testing

/// Golden playthroughs: one random game of each game of the catalog, kept as text.
///
/// After a change of the rules that is meant, and for a new game, write them anew and read the
/// difference: `ARENA_REGENERATE=1 swift test -c release --filter PlaythroughTests`.
@Suite struct PlaythroughTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Playthroughs")

  @Test(arguments: Catalog.games.map(\.name))
  func `a game still plays out as its golden playthrough says`(_ name: String) throws {
    let visitor = Player()
    try Catalog.game(name).receive(visitor, [:])
    let text = visitor.text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 200)
    let file = Self.folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["ARENA_REGENERATE"] == "1" {
      try Data(text.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let first = zip(lines, expected).first { $0 != $1 }
    #expect(text == golden, "the first line that differs: \(first.map { "\($0)" } ?? "none")")
  }
}

private final class Player: GameVisitor {
  var text = ""

  func visit<Game: BoardGame & Keyed & Symmetric>(
    _ start: Game, players: PlayerMaker<Game>
  ) throws {
    text = Playthrough.text(of: start, seed: 1)
  }
}
