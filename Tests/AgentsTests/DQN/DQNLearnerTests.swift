import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct DQNLearnerTests {
  private func learner<World: DiscreteEnvironment>(
    _ world: World, _ given: [String: String], seed: UInt64 = 1, threads: Int = 1
  ) throws -> DQNLearner<World> {
    let specs = DQNOptions.specs(forGames: World.self is any BoardGame.Type)
    return try DQNLearner(
      world, LearnerChecks.setting(given, specs, seed: seed, threads: threads))
  }

  private let small = [
    "hidden": "16", "num-envs": "4", "train-frequency": "32", "gradient-steps": "4", "batch": "48",
    "learning-starts": "64",
    "buffer-size": "500", "target-update-interval": "96",
  ]

  // The last ends by itself with the step that the limit cuts.
  @Test(arguments: [nil, 7, 10])
  func `no stored pair spans two episodes`(_ terminatesAfter: Int?) throws {
    let world = TimeLimit(Treadmill(terminatesAfter: terminatesAfter), steps: 10)
    let learner = try learner(
      world, small.merging(["n-step": "3", "learning-starts": "100000"]) { $1 })
    try LearnerChecks.train(learner, rounds: 0..<20, of: 20)
    let length = Float(terminatesAfter ?? 10)
    #expect(learner.memory.buffer.count > 400)
    let shownValues = learner.memory.buffer.observations.values
    let nextValues = learner.memory.buffer.nextObservations.values
    for slot in 0..<learner.memory.buffer.count {
      let (shown, next) = (shownValues[slot], nextValues[slot])
      #expect(next == min(shown + 3, length))
      let isAtEnd = next == length && terminatesAfter != nil
      #expect((learner.memory.buffer.discounts[slot] == 0) == isAtEnd)
    }
  }

  @Test func `a round explores as the formula says, and at random before learning starts`() throws {
    let learner = try learner(
      TimeLimit(Treadmill(), steps: 10),
      small.merging(["exploration-fraction": "0.5", "exploration-final": "0.1"]) { $1 })
    let explored = [0.0, 0.25, 0.25, 0.5, 0.75].map { fraction in
      learner.advance(fraction: fraction).first { $0.name == "exploration" }?.value ?? .nan
    }
    // Learning starts after two rounds; then 1 - 0.9 * 0.25 / 0.5.
    #expect(explored[0] == 1 && explored[1] == 1)
    #expect(abs(explored[2] - 0.55) < 1e-12 && explored[3] == 0.1 && explored[4] == 0.1)
  }

  @Test func `every step of the world is stored once`() throws {
    let learner = try learner(
      TimeLimit(Treadmill(), steps: 10), small.merging(["n-step": "1"]) { $1 })
    try LearnerChecks.train(learner, rounds: 0..<10, of: 10)
    #expect(learner.memory.buffer.total == 320 && learner.counts.steps == 320)
    #expect(learner.counts.episodes == 32)
    #expect(learner.counts.updates == 9 * 4, "the first round only warms up")
  }

  @Test func `a truncated future has a value`() throws {
    let world = TimeLimit(Treadmill(showing: 1), steps: 8)
    let learner = try learner(
      world,
      [
        "hidden": "none", "num-envs": "4", "train-frequency": "32", "gradient-steps": "20",
        "batch": "32",
        "learning-starts": "0", "buffer-size": "500", "target-update-interval": "32",
        "discount": "0.98", "learning-rate": "0.1",
        "final-learning-rate": "0.01", "loss": "squared", "max-grad-norm": "0", "n-step": "1",
      ])
    try LearnerChecks.train(learner, rounds: 0..<400, of: 400)
    let predictor = Predictor(learner.network, capacity: 1)
    predictor.inputs[0] = 1
    predictor.run(count: 1)
    for value in predictor.output(0) { #expect(abs(value - 50) < 1, "1 / (1 - 0.98)") }
  }

  @Test func `the target network changes at each sync and at no other time`() throws {
    let learner = try learner(TimeLimit(Treadmill(), steps: 10), small)
    var target = learner.target.parameters
    for round in 1...12 {
      _ = learner.advance(fraction: 0)
      if round % 3 == 0 {
        #expect(learner.target.parameters == learner.network.parameters)
        target = learner.target.parameters
      } else {
        #expect(learner.target.parameters == target)
      }
    }
  }

  @Test func `an experience teaches the images of its board, and its action's with it`() throws {
    // One experience alone: the first player takes the corner 0 and wins by it.
    func values(_ symmetry: String) throws -> [Float] {
      let learner = try learner(
        MNK(),
        small.merging(["symmetry": symmetry, "learning-rate": "0.01", "learning-starts": "0"]) {
          $1
        })
      let game = try MNK()
      let observation = game.observation(as: .first)
      let legal = [Bool](repeating: true, count: 9)
      learner.memory.store(
        0, observation: observation.span, action: 0, reward: 1, passesTurn: true, end: .terminated,
        next: observation.span, nextLegal: legal.span, isLearnt: true)
      for _ in 0..<400 { learner.learn(fraction: 0) }
      let predictor = Predictor(learner.network, capacity: 1)
      for (index, feature) in observation.enumerated() { predictor.inputs[index] = feature }
      predictor.run(count: 1)
      return Array(predictor.output(0))
    }
    let (with, without) = try (values("true"), values("false"))
    for corner in [0, 2, 6, 8] { #expect(abs(with[corner] - 1) < 0.1, "\(with)") }
    #expect(abs(without[0] - 1) < 0.1)
    for corner in [2, 6, 8] { #expect(abs(without[corner] - 1) > 0.2, "\(without)") }
  }

  @Test func `with tau the target network follows after each gradient step`() throws {
    let learner = try learner(
      TimeLimit(Treadmill(), steps: 10),
      small.merging(["tau": "0.25", "gradient-steps": "1", "learning-starts": "0"]) { $1 })
    for _ in 0..<5 {
      let before = learner.target.parameters
      _ = learner.advance(fraction: 0)
      let expected = zip(before, learner.network.parameters).map { $0 + 0.25 * ($1 - $0) }
      #expect(learner.target.parameters == expected)
      #expect(learner.target.parameters != before)
    }
  }

  @Test func `a buffer that does not fit is refused with what fits, one that does is announced`()
    throws
  {
    let large = try Go(["size": "19"])
    let specs = DQNOptions.specs(forGames: true)
    let setting = try LearnerChecks.setting(["buffer-memory": "10"], specs)
    do {
      _ = try DQNLearner(large, setting)
      Issue.record("a buffer of many megabytes fitted into 10")
    } catch let error as OptionError {
      #expect("\(error)".contains("10 MB of buffer-memory"), "\(error)")
    }
    let taxi = TimeLimit(try Taxi(), steps: 200)
    let learner = try learner(taxi, small.merging(["buffer-size": "100000"]) { $1 })
    // 63 bytes an observation, two of them, 12 of numbers and 6 of the mask.
    #expect(learner.notes == ["the replay buffer of 100000 experiences takes 15 MB when full"])
  }

  @Test(arguments: ["0", "3"])
  func `self-play finds the value of a forced win, with its sign for each seat`(
    _ opponents: String
  ) throws {
    // Two in a row on three cells: the middle wins, the sides draw.
    let game = try MNK(["columns": "3", "rows": "1", "length": "2"])
    let learner = try learner(
      game,
      [
        "hidden": "32", "num-envs": "8", "train-frequency": "64", "gradient-steps": "16",
        "batch": "64",
        "learning-starts": "128", "target-update-interval": "128", "opening-plies": "1",
        "learning-rate": "0.005", "opponent-pool": opponents, "opponent-share": "0.5",
        "opponent-interval": "640",
      ])
    try LearnerChecks.train(learner, rounds: 0..<120, of: 120)
    let predictor = Predictor(learner.network, capacity: 1)
    func values(after actions: Int...) -> [Float] {
      var game = game
      for action in actions { game.play(action) }
      if let seat = game.turn { game.observe(as: seat, into: predictor.inputs) }
      predictor.run(count: 1)
      return Array(predictor.output(0))
    }
    let first = values()
    #expect(abs(first[0]) < 0.15 && abs(first[1] - 1) < 0.15 && abs(first[2]) < 0.15)
    let lost = values(after: 1)
    #expect(abs(lost[0] + 1) < 0.15 && abs(lost[2] + 1) < 0.15)
    let winning = values(after: 1, 0)
    #expect(abs(winning[2] - 1) < 0.15)
  }

  @Test func `of a game against a frozen opponent the learner's own steps are stored`() throws {
    let learner = try learner(
      MNK(),
      small.merging([
        "num-envs": "1", "opponent-pool": "2", "opponent-share": "1", "opponent-interval": "32",
        "opening-plies": "0", "n-step": "1", "learning-starts": "100000",
      ]) { $1 })
    try LearnerChecks.train(learner, rounds: 0..<4, of: 40)
    let before = learner.memory.buffer.total
    try LearnerChecks.train(learner, rounds: 4..<14, of: 40)
    let buffer = learner.memory.buffer
    #expect(buffer.count == buffer.total, "nothing was overwritten")
    let stones = (before..<buffer.total).map { slot in
      Int(buffer.observations.values[slot * 18..<(slot + 1) * 18].reduce(0, +))
    }
    #expect((120...200).contains(stones.count), "about half of 320 steps")
    var begun: [Int: Int] = [:]
    // The game under way then may have had both seats.
    for (stone, next) in zip(stones, stones.dropFirst()).dropFirst(6) {
      #expect(next == stone + 2 || next < 2, "\(stone) then \(next)")
      if next < 2 { begun[next, default: 0] += 1 }
    }
    #expect(begun[0, default: 0] > 5 && begun[1, default: 0] > 5, "either seat")
  }

  @Test(arguments: [
    [:], ["n-step": "3", "per-alpha": "0.6", "dueling": "true", "double": "false"],
    ["distribution": "categorical", "dueling": "true", "tau": "0.05"],
    ["distribution": "quantile", "quantiles": "8", "per-alpha": "0.5"],
  ])
  func `a resumed run ends as one that never stopped`(_ given: [String: String]) throws {
    let given = small.merging(given) { $1 }
    try LearnerChecks.checkResuming {
      try learner(CartPole.make(CartPole.registrations[0]), given)
    }
    let pool = ["opponent-pool": "2", "opponent-share": "0.5", "opponent-interval": "32"]
    try LearnerChecks.checkResuming { try learner(MNK(), given) }
    try LearnerChecks.checkResuming {
      try learner(MNK(), given.merging(pool) { $1 })
    }
  }

  @Test func `one thread or two give the same weights`() throws {
    let given = small.merging(["per-alpha": "0.6"]) { $1 }
    try LearnerChecks.checkThreads { try learner(MNK(), given, threads: $0) }
  }

  @Test func `the archive of another network is refused`() throws {
    let other = try learner(MNK(), small.merging(["hidden": "17"]) { $1 })
    try LearnerChecks.checkRefusal(of: other, by: learner(MNK(), small))
    let narrower = try learner(MNK(), small.merging(["num-envs": "2"]) { $1 })
    try LearnerChecks.checkRefusal(of: narrower, by: learner(MNK(), small))
  }

  @Test func `every option may be used together with games and tasks`() throws {
    let given = small.merging([
      "dueling": "true", "per-alpha": "0.5", "n-step": "2", "channels": "8", "blocks": "1",
      "loss": "squared",
    ]) { $1 }
    let learner = try learner(ConnectFour(), given)
    try LearnerChecks.train(learner, rounds: 0..<6, of: 6)
    #expect(learner.network.parameters.allSatisfy { $0.isFinite })
    #expect(throws: OptionError.self) {
      try self.learner(MNK(), ["train-frequency": "10", "num-envs": "4"])
    }
  }

  @Test func `a player needs a network of its own world`() throws {
    let network = try learner(MNK(), small).network
    #expect(throws: RunError.self) { try DQNPlayer(network: network, for: ConnectFour()) }
    let player = try DQNPlayer(network: network, for: MNK(), temperature: 1)
    var game = try MNK()
    var random = RandomSource(seed: 1)
    while game.turn != nil {
      game.play(player.choose(in: game, within: .unlimited, using: &random))
    }
  }
}
