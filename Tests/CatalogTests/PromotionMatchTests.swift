import Agents
import ArenaCore
import Environments
import Testing

@testable import Training

@Suite struct PromotionMatchTests {
  private func match(
    limit: Int, threads: Int = 2, _ challenger: any Player<MNK>,
    _ champion: any Player<MNK>
  ) throws -> Promotion {
    PromotionMatch(try MNK(), limit: limit, openingPlies: 1, threads: threads)
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
}
