public import ArenaCore
public import Match
public import NeuralCore
public import Training

/// Measures a player of a single-seat task by its mean return over episodes that no training run
/// starts: their random streams are apart from every learner's, and the same whatever the seed of
/// a run.
public final class ReturnEvaluation<World: Environment> {
  private let world: World
  private let episodes: Int
  private let seed: UInt64
  private let longest: Int

  /// The seed of the episodes that checkpoints are measured by.
  public static var checkpointSeed: UInt64 { 0x6368_6563_6b }

  /// - Parameter longest: steps after which an episode is cut. Tasks without a limit of their own
  ///   need one: a player may walk into a wall for ever.
  public init(_ world: World, episodes: Int, seed: UInt64, longest: Int = 10_000) {
    self.world = world
    self.episodes = episodes
    self.seed = seed
    self.longest = longest
  }

  /// What a player earned.
  public struct Returns: Sendable, Hashable {
    /// The undiscounted return of each episode.
    public var values: [Double]
    /// How many were cut.
    public var cuts = 0

    public var mean: Double { values.reduce(0, +) / Double(values.count) }

    /// The deviation of single episodes from the mean.
    public var deviation: Double {
      let mean = mean
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(values.count)).squareRoot()
    }

    /// How far the mean may be off: its standard error.
    public var error: Double { deviation / Double(values.count).squareRoot() }
  }

  public func returns(
    of player: any Player<World>, _ watch: EvaluationWatch = EvaluationWatch()
  ) throws(Interruption) -> Returns {
    if let player = player as? any BatchPlayer<World> {
      return try sideBySide(player, watch.counter("episode", of: episodes))
    }
    var player = player
    var returns = Returns(values: [])
    let counter = watch.counter("episode", of: episodes)
    for episode in 0..<episodes {
      guard counter.begin() else { throw Interruption() }
      var random = random(of: episode)
      var world = world
      var sum = 0.0
      world.reset(using: &random)
      player.begin(as: .first, in: world)
      for step in 1...longest {
        let action = player.choose(in: world, within: .unlimited, using: &random)
        let outcome = world.step(action, using: &random)
        player.observe(action, leadingTo: world)
        sum += outcome.reward
        if outcome.isLast { break }
        if step == longest { returns.cuts += 1 }
      }
      returns.values.append(sum)
    }
    return returns
  }

  private func random(of episode: Int) -> RandomSource {
    RandomSource(seed: seed, streams: 0x6578_616d, UInt32(episode))
  }

  /// All episodes at once, each to its own end, so that short ones do not count more than long ones.
  private func sideBySide(
    _ player: some BatchPlayer<World>, _ counter: EvaluationWatch.Counter
  ) throws(Interruption) -> Returns {
    var player = player
    var returns = Returns(values: [Double](repeating: 0, count: episodes))
    var running = Array(0..<episodes)
    var randoms = running.map(random)
    var worlds = [World](repeating: world, count: episodes)
    for slot in worlds.indices {
      guard counter.begin() else { throw Interruption() }
      worlds[slot].reset(using: &randoms[slot])
    }
    for step in 1...longest where !running.isEmpty {
      if step % 64 == 0, !counter.begin() { throw Interruption() }
      let actions = player.choose(in: worlds, using: &randoms)
      for slot in running.indices.reversed() {
        let outcome = worlds[slot].step(actions[slot], using: &randoms[slot])
        returns.values[running[slot]] += outcome.reward
        if !outcome.isLast && step == longest { returns.cuts += 1 }
        guard outcome.isLast else { continue }
        // The last one takes the place of the one that ended.
        let last = worlds.count - 1
        (worlds[slot], randoms[slot], running[slot]) = (worlds[last], randoms[last], running[last])
        worlds.removeLast()
        randoms.removeLast()
        running.removeLast()
      }
    }
    return returns
  }

  /// The mean with its standard error, and the deviation of single episodes.
  public func evaluate(
    _ makePlayer: () -> any Player<World>, _ watch: EvaluationWatch = EvaluationWatch()
  ) throws(Interruption) -> EvaluationResult {
    let returns = try returns(of: makePlayer(), watch)
    // As many digits as the error leaves: 0.744 of a lake, -135.7 of a pendulum.
    let decimals = abs(returns.mean) < 10 ? 4 : 2
    func text(_ figure: Double) -> String { Text.fixed(figure, decimals: decimals) }
    var summary = "evaluation return \(text(returns.mean)) ± \(text(returns.error))"
    if returns.cuts > 0 {
      summary += " (\(returns.cuts) of \(episodes) episodes cut after \(longest) steps)"
    }
    var result = EvaluationResult(
      summary: summary, score: returns.mean, margin: 1.96 * returns.error,
      metrics: [
        Metric("evaluation_return", returns.mean),
        Metric("evaluation_return_deviation", returns.deviation),
      ])
    result.details = "deviation of episodes \(text(returns.deviation))"
    return result
  }
}

/// Measures tasks: by their mean return alone.
extension ReturnEvaluation: CheckpointEvaluator {
  public func evaluate(
    _ candidate: Candidate<World>, _ watch: EvaluationWatch
  ) throws -> EvaluationResult { try evaluate(candidate.makePlayer, watch) }

  public var promotes: Bool { false }
  public var promotesByScore: Bool { true }

  public func challenge(
    _ candidate: Candidate<World>, number: Int, best: Network, _ watch: EvaluationWatch
  ) -> Promotion {
    preconditionFailure("tasks play no matches")
  }

  public func file(of games: [GameRecord]) -> SampleGames? { nil }
}

extension ReturnEvaluation {
  /// Trains an agent on a task, from where its run folder stands.
  public static func train(
    _ plan: TrainingPlan, _ agents: AgentList<World>, in start: NamedWorld<World>, episodes: Int
  ) throws -> TrainingEnd {
    try plan.train(agents, in: start, words: ("steps", "episodes")) { plan in
      ReturnEvaluation(
        start.world, episodes: episodes, seed: checkpointSeed, longest: 1000)
    }
  }

  /// Measures a player of a task.
  public static func evaluate(
    _ spec: PlayerSpec, _ agents: AgentList<World>, in start: NamedWorld<World>, episodes: Int,
    seed: UInt64, _ watch: EvaluationWatch = EvaluationWatch()
  ) throws -> EvaluationResult {
    let makePlayer = try agents.factory(spec, for: start.world)
    return try ReturnEvaluation(start.world, episodes: episodes, seed: seed)
      .evaluate({ makePlayer(seed) }, watch)
  }
}
