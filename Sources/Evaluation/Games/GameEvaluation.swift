public import ArenaCore
public import Match
import NeuralCore
import Search
public import Training

/// The evaluations of what learners of one type of board game became.
public struct GameEvaluation<Game: BoardGame & Keyed & Symmetric>: Sendable {
  let agents: AgentList<Game>
  /// Nil where the game is not solved.
  let solution: GameSolution<Game>?
  /// The game's number in SGF; nil keeps sample games as JSON.
  let sgf: SGFCollection.Kind?

  public init(
    _ agents: AgentList<Game>, solution: GameSolution<Game>?, sgf: SGFCollection.Kind?
  ) {
    self.agents = agents
    self.solution = solution
    self.sgf = sgf
  }

  /// The fixed opponents that ratings inside training runs are measured against, weakest first.
  /// The first one, random play, is 0 by definition.
  private static var anchors: [PlayerSpec] {
    [PlayerSpec(agent: "random", options: [:]), PlayerSpec(agent: "one-ply", options: [:])]
      + [32, 128, 512].map { PlayerSpec(agent: "uct", options: ["simulations": "\($0)"]) }
  }

  /// A room where players of the game meet.
  public func room(_ plan: RoomPlan, in start: NamedWorld<Game>) throws -> any MatchRoom {
    try GameRoom(plan, agents, in: start, sgf: sgf)
  }

  /// Trains an agent from where its run folder stands.
  public func train(_ plan: TrainingPlan, in start: NamedWorld<Game>) throws -> TrainingEnd {
    try plan.train(agents, in: start, words: ("positions", "games")) { plan in
      try checkpointEvaluator(for: plan, in: start)
    }
  }

  private func checkpointEvaluator(
    for plan: TrainingPlan, in start: NamedWorld<Game>
  ) throws -> GameCheckpointEvaluator<Game> {
    let (agent, learning) = try agents.learning(plan.agent)
    let game = start.world
    let ladder = try RatingLadder(
      game,
      anchors: Self.anchors.map { spec in
        Tournament<Game>.Entrant(spec.description, makePlayer: try agents.factory(spec, for: game))
      }, optionsText: start.options.description, threads: plan.threads)
    let promotionGames = plan.promotionGames ?? TrainingPlan.defaultPromotionGames
    return GameCheckpointEvaluator(
      ladder: ladder,
      solver: solution.flatMap { $0.makeEvaluation(game, nil) }.map { evaluation in
        SolverEvaluation(
          evaluation: evaluation, start: game, policyHead: learning.policyHead,
          threads: plan.threads)
      },
      promotion: promotionGames == 0
        ? nil : PromotionMatch(game, limit: promotionGames, threads: plan.threads),
      makePlayers: { network in
        try agent.trainedFactory(
          for: game, TrainedNetwork(network, ofRun: plan.path), runOptions: plan.agentOptions)
      },
      writeGames: { records in sampleGames(records, from: game) })
  }

  private func sampleGames(_ records: [GameRecord], from game: Game) -> SampleGames {
    if let sgf, let collection = SGFCollection(records, of: game, kind: sgf) {
      return SampleGames(text: collection.text, kind: "sgf")
    }
    return SampleGames(text: records.map { $0.jsonLine + "\n" }.joined(), kind: "jsonl")
  }

  /// Counts a player's mistakes against the game's solver.
  ///
  /// - Throws: `RequestError` when the game is not solved, or not on boards of this size.
  public func countMistakes(
    _ plan: SolverPlan, in start: NamedWorld<Game>
  ) throws -> SolverReport {
    guard solution != nil else { throw RequestError.unsolved(game: start.name) }
    let agent = try agents.named(plan.player.agent)
    let policyHead = agent.learning?.policyHead
    let makePlayer = try agents.factory(plan.player, for: start.world)
    let network =
      policyHead == nil ? nil : try agent.network(of: plan.player, in: start.world)?.network
    return try SolverEvaluation(
      evaluation: mistakeEvaluation(in: start, positions: plan.positions), start: start.world,
      policyHead: policyHead, threads: plan.threads
    ).evaluate(network, plan.watch) { makePlayer(1) }
  }

  /// The solved positions of a game.
  func mistakeEvaluation(
    in start: NamedWorld<Game>, positions: Int? = nil
  ) throws(RequestError) -> MistakeEvaluation<Game> {
    guard let solution else { throw .unsolved(game: start.name) }
    guard let evaluation = solution.makeEvaluation(start.world, positions) else {
      throw .tooLarge(game: start.name)
    }
    return evaluation
  }
}

/// An evaluation against a solver, before the game's type is known.
public struct SolverPlan: Sendable {
  public var player: PlayerSpec
  /// The most positions of each kind; nil takes as many as a training run does.
  public var positions: Int?
  public var threads = 1
  public var watch = EvaluationWatch()

  public init(player: PlayerSpec) { self.player = player }
}
