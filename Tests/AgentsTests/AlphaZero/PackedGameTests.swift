import ArenaCore
import Environments
import Testing

@testable import Agents

@Suite struct PackedGameTests {
  /// A game of so many moves with a decision at every other ply.
  private func game(_ moves: Int, using random: inout RandomSource) -> RecordedGame {
    RecordedGame(
      actions: (0..<moves).map { _ in UInt16(random.below(82)) },
      decisions: stride(from: 1, to: moves, by: 2).map { ply in
        let count = random.below(30)
        return RecordedGame.Decision(
          ply: ply, value: Float(random.uniform()),
          actions: (0..<count).map { _ in UInt16(random.below(65_536)) },
          probabilities: (0..<count).map { _ in Float(random.uniform()) },
          isProven: random.below(2) == 0, surprise: Float(random.uniform()))
      }, result: Float(random.below(3) - 1))
  }

  @Test func `a game comes out of its flat arrays as it went in`() {
    var random = RandomSource(seed: 1)
    for moves in 0..<100 {
      let game = game(moves, using: &random)
      #expect(PackedGame(game).unpacked == game)
    }
  }

  @Test func `a window costs at most one and a half times what its numbers do`() throws {
    var random = RandomSource(seed: 1)
    let games = (0..<50).map { _ in game(80, using: &random) }
    let options = try Options(for: AlphaZeroOptions.specs(for: GoLite.self))
    var window = try GameReplay(
      start: try GoLite(), symmetries: [], options: ReplayOptions(options))
    window.add(games, capacity: .max)
    // Two bytes a move, 16 and an index of 16 a decision, six an action of a policy.
    let policies = games.flatMap(\.decisions).reduce(0) { $0 + $1.actions.count }
    let numbers = games.reduce(0) { $0 + 2 * $1.actions.count } + 32 * window.count + 6 * policies
    #expect(window.byteCount < numbers * 3 / 2, "\(window.byteCount) of \(numbers)")
    #expect(window.byteCount > numbers)
  }
}
