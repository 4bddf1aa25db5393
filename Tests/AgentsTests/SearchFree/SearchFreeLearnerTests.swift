import ArenaCore
import Environments
import NeuralCore
import Solvers
import TestKit
import Testing
import Training

@testable import Agents

@Suite struct SearchFreeLearnerTests {
  private let small = ["hidden": "8", "num-envs": "4", "n-steps": "6", "batch": "8"]

  private func learner<Game: Symmetric>(
    _ game: Game, _ algorithm: SearchFreeOptions.Algorithm, _ given: [String: String],
    threads: Int = 1
  ) throws -> SearchFreeLearner<Game> {
    try SearchFreeLearner(
      game, algorithm,
      LearnerChecks.setting(given, SearchFreeOptions.specs(algorithm), threads: threads))
  }

  @Test(arguments: SearchFreeOptions.Algorithm.allCases)
  func `self-play finds the value of a forced win, with its sign for each seat`(
    _ algorithm: SearchFreeOptions.Algorithm
  ) throws {
    // Two in a row on three cells: the middle wins, the sides draw.
    let game = try MNK(["columns": "3", "rows": "1", "length": "2"])
    let learner = try learner(
      game, algorithm,
      [
        "hidden": "32", "num-envs": "8", "n-steps": "8", "batch": "32", "opening-plies": "1",
        "learning-rate": "0.005",
      ])
    try LearnerChecks.train(learner, rounds: 0..<300, of: 300)
    var evaluator = try ActionEvaluator(learner.network, for: game, positions: 3)
    func position(after actions: Int...) -> MNK {
      var game = game
      for action in actions { game.play(action) }
      return game
    }
    evaluator.evaluate([position(), position(after: 1), position(after: 1, 0)])
    let values = evaluator.values
    #expect(abs(values[1] - 1) < 0.2, "the middle wins")
    #expect(abs(values[3] + 1) < 0.2 && abs(values[5] + 1) < 0.2, "against it all is lost")
    #expect(abs(values[8] - 1) < 0.2, "two in a row")
    // Its policy need not try the sides again once it knows the middle.
    if algorithm == .avi { #expect(abs(values[0]) < 0.2 && abs(values[2]) < 0.2) }
    var player = learner.makePlayer()
    var random = RandomSource(seed: 1)
    #expect(player.choose(in: game, within: .unlimited, using: &random) == 1)
  }

  @Test func `each action is worth what the game says after it, to whoever moves then`() throws {
    // With swap2 the first seat puts three stones in a row, or the second two.
    let start = try Gomoku(["size": "5", "opening": "swap2"])
    let network = try Network(
      SearchFreeNetwork.architecture(SearchFreeOptions(.avi), for: start), using: &Self.random)
    var evaluator = try ActionEvaluator(network, for: start, positions: 40)
    let single = Predictor(network, capacity: 1)
    var random = RandomSource(seed: 7)
    var (positions, kept): ([Gomoku], Int) = ([], 0)
    for _ in 0..<60 {
      var game = start
      while game.turn != nil {
        if random.below(20) == 0 { positions.append(game) }
        _ = game.playRandomAction(using: &random)
      }
    }
    for first in stride(from: 0, to: positions.count, by: 40) {
      let some = Array(positions[first..<min(first + 40, positions.count)])
      evaluator.evaluate(some)
      for (index, game) in some.enumerated() {
        let seat = try #require(game.turn)
        for action in game.legalActions {
          var next = game
          next.play(action)
          var expected = Float(next.outcome?.value(for: seat) ?? 0)
          if let turn = next.turn {
            for (place, feature) in next.observation(as: turn).enumerated() {
              single.inputs[place] = feature
            }
            single.run(count: 1)
            let value = AlphaZeroNetwork.value(ofLogit: single.output(0)[0])
            expected = turn == seat ? value : -value
            kept += turn == seat ? 1 : 0
          }
          #expect(evaluator.values[index * start.actionCount + action] == expected)
        }
      }
    }
    #expect(kept > 0, "the turn passed every time")
  }

  private nonisolated(unsafe) static var random = RandomSource(seed: 3)

  @Test(arguments: SearchFreeOptions.Algorithm.allCases)
  func `a resumed run ends as one that never stopped, on any number of threads`(
    _ algorithm: SearchFreeOptions.Algorithm
  ) throws {
    try LearnerChecks.checkResuming { try learner(MNK(), algorithm, small) }
    try LearnerChecks.checkThreads { try learner(MNK(), algorithm, small, threads: $0) }
  }

  @Test func `the archive of another learner is refused`() throws {
    for other in [["hidden": "17"], ["num-envs": "2"], ["n-steps": "7"]] {
      try LearnerChecks.checkRefusal(
        of: learner(MNK(), .avi, small.merging(other) { $1 }), by: learner(MNK(), .avi, small))
    }
    try LearnerChecks.checkRefusal(
      of: learner(MNK(), .klent, small), by: learner(MNK(), .avi, small))
  }

  @Test func `a network of another agent or game is refused`() throws {
    let avi = try learner(MNK(), .avi, small).network
    let klent = try learner(MNK(), .klent, small).network
    let four = try MNK(["columns": "4"])
    for network in [avi, klent] {
      #expect(throws: RunError.self) { try SearchFreePlayer(network: network, for: four) }
    }
    let policy = try PolicyGradient.learner(
      in: MNK(),
      LearnerChecks.setting(["hidden": "8"], PolicyGradientOptions.specs(.ppo, forGames: true)))
    #expect(throws: RunError.self) { try SearchFreePlayer(network: policy.network, for: MNK()) }
  }

  @Test func `more plies than a round can hold are refused`() throws {
    #expect(throws: OptionError.self) {
      try learner(MNK(), .avi, ["num-envs": "4096", "n-steps": "10000"])
    }
  }

  @Test func `learning from images learns the image of the move and of the policy`() throws {
    let game = try ConnectFour()
    var round = SearchFreeRound(
      games: 1, length: 1, width: game.observationShape.count, actionCount: 7, hasPolicies: true)
    var played = game
    for action in [0, 0, 1] { played.play(action) }
    round.observations = played.observation(as: .second)
    round.actions = [2]
    round.targets = [0.5]
    let policy: [Float] = [0.1, 0, 0.2, 0.3, 0, 0, 0.4]
    round.setPolicy(0, to: policy, legal: [true, false, true, true, false, false, true])
    var mirrored = game
    for action in [6, 6, 5] { mirrored.play(action) }
    let network = try Network(
      SearchFreeNetwork.architecture(SearchFreeOptions(.klent), for: game), using: &Self.random)
    let trainer = Trainer(network, optimiser: .adam(), capacity: 1, threads: 1)
    var batch = SearchFreeBatch(capacity: 1, of: round)
    batch.set(0, to: 0, of: round, as: game.symmetries[1], observation: trainer.inputs)
    #expect(Array(trainer.inputs) == mirrored.observation(as: .second))
    let heads = try SearchFreeNetwork(network, for: game)
    trainer.differentiate(count: 1) { [batch] shard in
      let sums = batch.loss(of: 0, in: shard, heads, weight: 1)
      let values = Array(shard.gradient(heads.values, row: 0))
      #expect(values.indices.filter { values[$0] != 0 } == [4], "the image of column 2")
      let policies = Array(shard.gradient(heads.policy, row: 0))
      #expect(policies.indices.filter { policies[$0] == 0 } == [1, 2, 5], "illegal ones")
      #expect(policies[0] < policies[3] && policies[3] < policies[6], "most is owed to column 0")
      return sums
    }
  }
}
