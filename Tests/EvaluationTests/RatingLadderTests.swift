import Agents
import ArenaCore
import Environments
import Match
import Synchronization
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
    func assess(threads: Int) throws -> Assessment {
      try RatingLadder(
        start, anchors: anchors, gamesPerAnchor: 8, openingPlies: 1, threads: threads
      )
      .assess { perfect }
    }
    let assessment = try assess(threads: 1)
    let metrics = Dictionary(
      uniqueKeysWithValues: assessment.metrics.map { ($0.name, $0.value) })
    #expect(metrics["score"].map { $0 > 0.75 } == true)
    #expect(assessment.score > 100 && assessment.score == metrics["rating"])
    #expect(assessment.games.map(\.first) == ["candidate", "middle", "candidate"])
    #expect(assessment.games.map(\.second) == ["low", "candidate", "high"])
    #expect(try assess(threads: 2).score == assessment.score)
  }

  @Test(arguments: [3, 15])
  func `an evaluation that is to stop starts no further game`(allowed: Int) throws {
    let start = try MNK()
    let anchors = ["low", "middle", "high"].map { name in
      Tournament<MNK>.Entrant(name) { _ in RandomPlayer<MNK>() }
    }
    let asked = Atomic(0)
    let lines = Mutex<[String]>([])
    let watch = EvaluationWatch(
      "evaluating",
      shouldStop: { asked.add(1, ordering: .relaxed).newValue > allowed },
      report: { line in lines.withLock { $0.append(line) } })
    // The anchors play 12 games among themselves, and are asked once more; the candidate 6.
    let ladder = RatingLadder(
      start, anchors: anchors, gamesPerAnchor: 2, openingPlies: 1, threads: 1)
    #expect(throws: EvaluationStopped.self) {
      try ladder.assess({ RandomPlayer<MNK>() }, watch)
    }
    #expect(lines.withLock(\.count) == (allowed == 3 ? 3 : 14))
    #expect(lines.withLock(\.first) == "evaluating: game of its opponents 1 of 12")
    // Asked no more, it has its result after all.
    #expect(try ladder.assess { RandomPlayer<MNK>() }.games.count == 3)
  }
}
