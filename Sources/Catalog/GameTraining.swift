import ArenaCore
import Evaluation
import Match
import NeuralCore
import Training

/// Training of agents on one type of board game, and the evaluations of what they became.
struct GameTraining<Game: BoardGame & Keyed & Symmetric>: Sendable {
  /// The catalog's name of the game.
  let name: String
  let agents: [AgentEntry<Game>]
  /// Nil where the game is not solved.
  let solution: GameSolution<Game>?
  /// The game's number in SGF; nil keeps sample games as JSON.
  let sgf: SGFCollection.Kind?

  func factory(
    _ spec: PlayerSpec, _ game: Game
  ) throws -> AgentEntry<Game>.PlayerFactory {
    let agent = try AgentEntry.named(spec.agent, among: agents, for: name)
    return try agent.makeFactory(game, Options.of(agent.name, spec.options, agent.playerOptions))
  }

  /// Trains an agent from where its run folder stands.
  func train(_ plan: TrainingPlan, from start: Game, options: Options) throws -> TrainingEnd {
    let plan = try plan.completed(among: agents, named: name)
    let learner = try plan.makeLearner(among: agents, for: start, named: name)
    return try plan.run(
      learner, environment: name, options: options, words: ("positions", "games"),
      checkpointEvaluator: checkpointEvaluator(for: plan, from: start, options))
  }

  private func checkpointEvaluator(
    for plan: TrainingPlan, from start: Game, _ options: Options
  ) throws -> GameCheckpointEvaluator<Game> {
    let (agent, learning) = try AgentEntry.learning(plan.agent, among: agents, for: name)
    let ladder = try RatingLadder(
      start,
      anchors: RatingAnchors.specs.map { spec in
        Tournament<Game>.Entrant(spec.description, makePlayer: try factory(spec, start))
      }, optionsText: options.description, threads: plan.threads)
    return GameCheckpointEvaluator(
      ladder: ladder,
      solver: solution.flatMap { $0.makeEvaluation(start, nil) }.map { evaluation in
        SolverEvaluation(
          evaluation: evaluation, start: start, policyHead: learning.policyHead,
          threads: plan.threads)
      },
      promotion: plan.promotionGames == 0
        ? nil : PromotionMatch(start, limit: plan.promotionGames, threads: plan.threads),
      makePlayers: { network in
        try agent.trainedFactory(
          for: start, TrainedNetwork(network, ofRun: plan.path), runOptions: plan.agentOptions)
      },
      writeGames: { records in sampleGames(records, from: start, options) })
  }

  private func sampleGames(
    _ records: [GameRecord], from start: Game, _ options: Options
  ) -> SampleGames {
    if let sgf, let collection = SGFCollection(records, of: start, kind: sgf) {
      return SampleGames(text: collection.text, kind: "sgf")
    }
    return SampleGames(text: records.map { $0.jsonLine + "\n" }.joined(), kind: "jsonl")
  }

  /// Counts a player's mistakes against the game's solver.
  func evaluate(_ plan: SolverPlan, from start: Game) throws -> SolverReport {
    guard let solution else { throw CatalogError.unsolved(game: name) }
    let agent = try AgentEntry.named(plan.player.agent, among: agents, for: name)
    let makePlayer = try factory(plan.player, start)
    let network =
      agent.learning?.policyHead == nil
      ? nil
      : try TrainedNetwork(
        of: agent.name, Options.of(agent.name, plan.player.options, agent.playerOptions),
        in: Game.self
      ).network
    guard let evaluation = solution.makeEvaluation(start, plan.positions) else {
      throw CatalogError.tooLarge(game: name)
    }
    return try SolverEvaluation(
      evaluation: evaluation, start: start, policyHead: agent.learning?.policyHead,
      threads: plan.threads
    ).evaluate(network) { makePlayer(1) }
  }
}

/// The fixed opponents that ratings inside training runs are measured against, weakest first.
/// The first one, random play, is 0 by definition.
enum RatingAnchors {
  static let specs = [
    "random", "one-ply", "uct:simulations=32", "uct:simulations=128", "uct:simulations=512",
  ].map { text in
    guard let spec = try? PlayerSpec(text) else { preconditionFailure("\(text) is no player") }
    return spec
  }
}
