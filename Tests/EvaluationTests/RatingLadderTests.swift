import Agents
import ArenaCore
import Environments
import Match
import Testing
import Training

@testable import Evaluation

@Suite struct RatingLadderTests {
  @Test func `a candidate is rated by its games from both seats and shows one with each anchor`()
    throws
  {
    let start = try MNK()
    let perfect = try #require(PerfectPlayer(for: start))
    let anchors = ["low", "middle", "high"].map { name in
      Tournament<MNK>.Entrant(name) { _ in RandomPlayer<MNK>() }
    }
    func assess(threads: Int) -> Assessment {
      RatingLadder(start, anchors: anchors, gamesPerAnchor: 8, openingPlies: 1, threads: threads)
        .assess { perfect }
    }
    let assessment = assess(threads: 1)
    let metrics = Dictionary(
      uniqueKeysWithValues: assessment.metrics.map { ($0.name, $0.value) })
    #expect(metrics["score"].map { $0 > 0.75 } == true)
    #expect(assessment.score > 100 && assessment.score == metrics["rating"])
    #expect(assessment.games.map(\.first) == ["candidate", "middle", "candidate"])
    #expect(assessment.games.map(\.second) == ["low", "candidate", "high"])
    #expect(assess(threads: 2).score == assessment.score)
  }
}
