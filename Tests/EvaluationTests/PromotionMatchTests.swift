import Agents
import ArenaCore
import Environments
import Testing
import Training

@testable import Evaluation

@Suite struct PromotionMatchTests {
  private func match(
    limit: Int, threads: Int = 2, _ challenger: any Player<MNK>,
    _ champion: any Player<MNK>
  ) throws -> Promotion {
    try PromotionMatch(try MNK(), limit: limit, openingPlies: 1, threads: threads)
      .play(challenger: { challenger }, champion: { champion }, seed: 3)
  }

  @Test func `a much stronger player is promoted before the games are used up`() throws {
    let perfect = try #require(PerfectPlayer(for: try MNK()))
    let result = try match(limit: 200, perfect, RandomPlayer<MNK>())
    #expect(result.verdict == .stronger && result.losses == 0)
    #expect((16..<200).contains(result.wins + result.draws))
    #expect(result.share > 0.75)
  }

  @Test func `a weaker one is not`() throws {
    let perfect = try #require(PerfectPlayer(for: try MNK()))
    let result = try match(limit: 200, RandomPlayer<MNK>(), perfect)
    #expect(result.verdict == .notStronger && result.wins == 0)
  }

  @Test func `few games decide nothing, and the threads do not matter`() throws {
    let perfect = try #require(PerfectPlayer(for: try MNK()))
    let one = try match(limit: 7, threads: 1, perfect, RandomPlayer<MNK>())
    #expect(one.verdict == .undecided && one.limit == 8)
    #expect(one.wins + one.draws + one.losses == 8)
    #expect(try match(limit: 7, threads: 2, perfect, RandomPlayer<MNK>()) == one)
  }

  @Test func `each opening is played from both seats, and no two pairs share one`() throws {
    let seen = SeenPositions()
    _ = try PromotionMatch(try MNK(), limit: 12, openingPlies: 2, threads: 1)
      .play(
        challenger: { Watcher(seen: seen) }, champion: { RandomPlayer<MNK>() }, seed: 3)
    #expect(seen.starts.count == 12)
    #expect(Set(seen.starts).count == 6)
    for pair in 0..<6 { #expect(seen.starts[2 * pair] == seen.starts[2 * pair + 1]) }
    #expect(seen.seats == (0..<12).map { $0.isMultiple(of: 2) ? .first : .second })
  }
}

extension PromotionMatchTests {
  @Test func `a match that is to stop has no result`() throws {
    #expect(throws: Interruption.self) {
      try PromotionMatch(try MNK(), limit: 12, threads: 2).play(
        challenger: { RandomPlayer<MNK>() }, champion: { RandomPlayer<MNK>() }, seed: 3,
        EvaluationWatch(shouldStop: { true }))
    }
  }
}

/// Where the games of a player began.
private final class SeenPositions {
  var starts: [UInt64] = []
  var seats: [Seat] = []
}

/// Plays the first legal action and notes where it was sat down.
private struct Watcher: Player {
  let seen: SeenPositions

  func begin(as seat: Seat, in world: MNK) {
    seen.starts.append(world.key)
    seen.seats.append(seat)
  }

  func choose(in world: MNK, within budget: Budget, using random: inout RandomSource) -> Int {
    world.legalActions[0]
  }
}
