import ArenaCore
import Match
import NeuralCore
import Training

/// Measures a player of a single-seat task by its mean return over episodes that no training run
/// starts: their random streams are apart from every learner's.
public final class ReturnEvaluation<World: Environment> {
  private let world: World
  private let episodes: Int
  private let seed: UInt64

  public init(_ world: World, episodes: Int, seed: UInt64) {
    self.world = world
    self.episodes = episodes
    self.seed = seed
  }

  /// The undiscounted return of each episode.
  public func returns(
    of player: any Player<World>, _ watch: EvaluationWatch = EvaluationWatch()
  ) throws(Interruption) -> [Double] {
    var player = player
    let counter = watch.counter("episode", of: episodes)
    return try (0..<episodes).map { episode throws(Interruption) in
      guard counter.begin() else { throw Interruption() }
      var random = RandomSource(seed: seed, streams: 0x6578_616d, UInt32(episode))
      var world = world
      var sum = 0.0
      world.reset(using: &random)
      player.begin(as: .first, in: world)
      while true {
        let action = player.choose(in: world, within: .unlimited, using: &random)
        let step = world.step(action, using: &random)
        player.observe(action, leadingTo: world)
        sum += step.reward
        if step.isLast { return sum }
      }
    }
  }

  /// Mean and standard deviation over the episodes.
  public func evaluate(
    _ makePlayer: () -> any Player<World>, _ watch: EvaluationWatch = EvaluationWatch()
  ) throws(Interruption) -> EvaluationResult {
    let returns = try returns(of: makePlayer(), watch)
    let mean = returns.reduce(0, +) / Double(returns.count)
    let variance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(returns.count)
    let spread = variance.squareRoot()
    return EvaluationResult(
      summary: "return \(Text.fixed(mean, decimals: 1)) ± \(Text.fixed(spread, decimals: 1))",
      score: mean, metrics: [Metric("return", mean), Metric("return_deviation", spread)])
  }
}

/// Measures tasks: by their mean return alone.
extension ReturnEvaluation: CheckpointEvaluator {
  public func evaluate(
    _ candidate: Candidate<World>, _ watch: EvaluationWatch
  ) throws -> EvaluationResult { try evaluate(candidate.makePlayer, watch) }

  public var promotes: Bool { false }

  public func challenge(
    _ candidate: Candidate<World>, number: Int, best: Network, _ watch: EvaluationWatch
  ) -> Promotion {
    preconditionFailure("tasks play no matches")
  }

  public func file(of games: [GameRecord]) -> SampleGames? { nil }
}

extension ReturnEvaluation {
  /// Trains an agent on a task, from where its run folder stands; each checkpoint is measured over 20
  /// episodes.
  public static func train(
    _ plan: TrainingPlan, _ agents: AgentList<World>, in start: NamedWorld<World>
  ) throws -> TrainingEnd {
    try plan.train(agents, in: start, words: ("steps", "episodes")) { plan in
      ReturnEvaluation(start.world, episodes: 20, seed: plan.seed)
    }
  }

  /// Measures a player of a task.
  public static func evaluate(
    _ spec: PlayerSpec, _ agents: AgentList<World>, in start: NamedWorld<World>, episodes: Int,
    seed: UInt64
  ) throws -> EvaluationResult {
    let makePlayer = try agents.factory(spec, for: start.world)
    return try ReturnEvaluation(start.world, episodes: episodes, seed: seed)
      .evaluate { makePlayer(seed) }
  }
}
