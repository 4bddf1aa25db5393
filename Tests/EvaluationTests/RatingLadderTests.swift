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
    func evaluate(threads: Int) throws -> EvaluationResult {
      try RatingLadder(
        start, anchors: anchors, gamesPerAnchor: 8, openingPlies: 1, threads: threads
      )
      .evaluate { perfect }
    }
    let evaluation = try evaluate(threads: 1)
    let metrics = Dictionary(
      uniqueKeysWithValues: evaluation.metrics.map { ($0.name, $0.value) })
    #expect(metrics["score"].map { $0 > 0.75 } == true)
    #expect(evaluation.score > 100 && evaluation.score == metrics["rating"])
    #expect(evaluation.games.map(\.first) == ["candidate", "middle", "candidate"])
    #expect(evaluation.games.map(\.second) == ["low", "candidate", "high"])
    #expect(try evaluate(threads: 2).score == evaluation.score)
  }

  @Test(arguments: [3, 14])
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
    // The anchors play 12 games among themselves, the candidate 6.
    let ladder = RatingLadder(
      start, anchors: anchors, gamesPerAnchor: 2, openingPlies: 1, threads: 1)
    #expect(throws: Interruption.self) {
      try ladder.evaluate({ RandomPlayer<MNK>() }, watch)
    }
    #expect(lines.withLock(\.count) == (allowed == 3 ? 3 : 14))
    #expect(lines.withLock(\.first) == "evaluating: game of its opponents 1 of 12")
    // Asked no more, it has its result after all.
    #expect(try ladder.evaluate { RandomPlayer<MNK>() }.games.count == 3)
  }
}
