import Agents
import ArenaCore
import Environments
import Match
import Search
import Solvers
import TestKit
import Testing

@testable import Evaluation

/// What an analysis says of positions whose truth is known.
@Suite struct AnalysisTests {
  /// An analyst that knows the rules alone: no network, no solver.
  private func analyst<Game: Keyed>(
    _ game: Game, proofs: Int
  ) -> PositionAnalyst<Game> {
    var options = SearchOptions()
    options.rootProofNodes = proofs
    return PositionAnalyst(
      SearchPlayer(
        PlayoutEvaluator<Game>(random: RandomSource(seed: 1)), for: game, options: options),
      solver: nil)
  }

  @Test func `where it says proven it agrees with the solver of Connect Four`() throws {
    var random = RandomSource(seed: 9)
    var solver = ConnectFourSolver(tableBits: 18)
    var (positions, proven, moves) = (0, 0, 0)
    while positions < 100 {
      var session: any GameSession = Session(try ConnectFour())
      let length = 18 + random.below(18)
      while session.ply < length, session.turn != nil {
        let legal = session.legalActions
        try session.play(legal[random.below(legal.count)])
      }
      guard let seat = session.turn, let game = (session as? Session<ConnectFour>)?.game else {
        continue
      }
      positions += 1
      var analyst = analyst(game, proofs: 1500)
      let analysis = try analyst.analyse(session, simulations: 30)
      let stones = try #require(
        ConnectFourPosition(columns: 7, rows: 6, observation: game.observation(as: seat)))
      let truth = solver.results(ofMovesIn: stones)
      let text = session.moves.joined(separator: " ")
      if let result = analysis.result {
        proven += 1
        #expect(Int(result.value) == truth.compactMap(\.self).max(), "\(text)")
      }
      let order = analysis.moves.map { $0.result?.value ?? 0 }
      #expect(order == order.sorted(by: >), "wins first, losses last")
      for move in analysis.moves where move.result != nil {
        moves += 1
        let column = try #require(session.action(from: move.move))
        #expect(move.result.map { Int($0.value) } == truth[column], "\(move.move) after \(text)")
      }
    }
    #expect(proven > 50 && moves > 200, "\(proven) positions and \(moves) moves were proven")
  }

  @Test func `a solver's results come before what a search believes`() throws {
    let start = try MNK()
    var session: any GameSession = Session(start)
    for move in ["a1", "b2"] { try session.play(notation: move) }
    var options = SearchOptions()
    options.solves = false
    var analyst = PositionAnalyst(
      SearchPlayer(
        PlayoutEvaluator<MNK>(random: RandomSource(seed: 1)), for: start, options: options),
      solver: GameSolution<MNK>.exhaustive.makeJudge(start))
    let analysis = try analyst.analyse(session, simulations: 9)
    #expect(analysis.result == .draw && analysis.source == .solver && analysis.value == 0)
    #expect(analysis.moves.allSatisfy { $0.result != nil })
    #expect(
      analysis.moves.map { $0.result?.value ?? 9 }
        == analysis.moves.map {
          $0.result?.value ?? 9
        }.sorted(by: >))
  }

  @Test func `the same question has the same answer, whatever was asked before`() throws {
    let start = try Hex(["size": "4"])
    var session: any GameSession = Session(start)
    var asked = analyst(start, proofs: 200)
    let first = try asked.analyse(session, simulations: 40)
    try session.play(notation: "b2")
    _ = try asked.analyse(session, simulations: 25)
    try session.undo()
    var fresh = analyst(start, proofs: 200)
    #expect(
      try fresh.analyse(session, simulations: 40).moves.map(\.visits) == first.moves.map(\.visits))
  }

  @Test func `a review finds the move that threw the game away, and what it cost`() throws {
    let start = try MNK()
    // x takes the middle, o a side: that loses; x gives the win back and then loses itself.
    let record = GameRecord(
      game: "mnk", first: "ann", second: "bob", moves: ["b2", "b1", "a2", "c2", "c1", "a3", "b3"],
      outcome: Outcome(winner: nil, reason: GameRecord.unfinished), cause: .rules)
    var analyst: any GameAnalyst = PositionAnalyst(
      SearchPlayer(
        PlayoutEvaluator<MNK>(random: RandomSource(seed: 1)), for: start),
      solver: GameSolution<MNK>.exhaustive.makeJudge(start))
    let review = try GameReview(
      of: record, from: Session(start), by: &analyst, simulations: 10)
    #expect(review.positions.count == 8 && review.moves.count == 7)
    #expect(review.moves.allSatisfy { $0.isExact })
    var solver = ExhaustiveSolver<MNK>()
    var game = start
    for move in review.moves {
      let seat = try #require(game.turn)
      let before = solver.solve(game)
      let best = try #require(before).value(for: seat)
      game.play(try #require(game.action(from: move.move)))
      let reached = solver.solve(game)
      let after = try #require(reached).value(for: seat)
      #expect(move.cost == Double(best - after), "\(move.move)")
      #expect(move.isMistake == (best != after))
    }
    #expect(review.moves.contains { $0.isMistake })
  }

  @Test func `an illegal move of a record is named before anything is looked at`() throws {
    let record = GameRecord(
      game: "mnk", first: "ann", second: "bob", moves: ["b2", "b2"],
      outcome: Outcome(winner: nil, reason: ""), cause: .rules)
    let start = try MNK()
    var inner: any GameAnalyst = analyst(start, proofs: 1)
    #expect(throws: SessionError.illegal("b2")) {
      try GameReview(of: record, from: Session(start), by: &inner, simulations: 1)
    }
  }
}
