import ArenaCore
import Catalog
import TestKit
import Testing

/// What every game of the catalog must keep, found by its entry alone: a new game needs no line here.
///
/// Comparisons with slow models of the rules are in `EnvironmentsTests`.
@Suite struct GameEntryTests {
  @Test(arguments: Catalog.games.map(\.name))
  func `a game keeps every promise of the protocol`(_ name: String) throws {
    try withLargeStack { try Catalog.game(name).receive(Conformance(), [:]) }
  }
}

private struct Conformance: GameVisitor {
  func visit<Game: BoardGame & Keyed & Symmetric>(
    _ start: Game, players: PlayerMaker<Game>
  ) throws {
    // About ten thousand positions at most: each is checked under every symmetry.
    let games = max(1, 300 / start.maxGameLength)
    try BoardGameConformance(start, seed: 3).check(games: games)
    try BoardGameConformance(start, seed: 3).checkKeys(games: games, coversHistory: true)
  }
}
