import Agents
import ArenaCore
import Evaluation
import Match
import Training

/// A board game of the catalog with its type erased: everything that a command or a server wants of
/// it, as closures made where the type is still known, so that the work behind them is as fast as a
/// direct call.
public struct GameEntry: Sendable {
  public let name: String
  /// One line about the game.
  public let summary: String
  public let options: [OptionSpec]
  /// The agents that play it.
  public let agents: [AgentDescription]
  /// The type of its positions.
  let world: any Environment.Type
  /// How a server starts it.
  public let directoryEntry: GameDirectory.Entry

  private let makeSessionPlayers:
    @Sendable (PlayerSpec, Options) throws -> @Sendable (UInt64) -> any SessionPlayer
  private let makeHousePlayers: @Sendable (PlayerSpec, [String: String]?) throws -> HousePlayers
  private let playTournament: @Sendable (TournamentPlan, Options) throws -> Standings
  private let runTraining: @Sendable (TrainingPlan, Options) throws -> TrainingEnd
  private let runAblation: @Sendable (AblationPlan, Options) throws -> AblationReport
  private let runEvaluation: @Sendable (SolverPlan, Options) throws -> SolverReport
  private let sharedOptions:
    @Sendable (_ agent: String, [String: String]) throws -> [String: String]
  private let measureRules: @Sendable (Double) throws -> [BenchmarkResult]
  private let receive: @Sendable (any GameVisitor, Options) throws -> Void

  /// - Parameters:
  ///   - name: the catalog's name where it is not the type's own.
  ///   - defaults: AlphaZero's options that suit this game.
  ///   - solution: how the game is solved: its players are then evaluated against the solver.
  ///   - sgf: the game's number in SGF, for sample games.
  ///   - more: agents besides those that play any game.
  init<Game: BoardGame & Keyed & Symmetric>(
    _ type: Game.Type, _ summary: String, name: String = Game.name,
    training defaults: AlphaZeroOptions = AlphaZeroOptions(), solution: GameSolution<Game>? = nil,
    sgf: SGFCollection.Kind? = nil, more: [AgentEntry<Game>] = []
  ) {
    let agents = AgentEntry<Game>.all(training: defaults, solution: solution) + more
    let training = GameTraining(name: name, agents: agents, solution: solution, sgf: sgf)
    let specs = Game.Settings().specs
    self.name = name
    self.summary = summary
    world = Game.self
    self.options = specs
    self.agents = agents.map(\.description)

    @Sendable func game(_ options: Options) throws(OptionError) -> Game {
      try Game(Game.Settings().applying(options))
    }
    directoryEntry = GameDirectory.Entry(Game.self, name: name)
    makeSessionPlayers = { spec, options in
      let makePlayer = try training.factory(spec, game(options))
      return { seed in SeatedPlayer(makePlayer(seed)) }
    }
    let directoryEntry = directoryEntry
    makeHousePlayers = { spec, given in
      try training.housePlayers(spec, on: given) { given in
        let options = try Options.of(name, given, specs)
        return try (game(options), directoryEntry.session(given).optionsText)
      }
    }
    playTournament = { plan, options in
      let start = try game(options)
      let entrants = try plan.players.map { spec in
        Tournament<Game>.Entrant(spec.description, makePlayer: try training.factory(spec, start))
      }
      try plan.prepare()
      let tournament = Tournament(
        entrants, at: Table(start, optionsText: options.description, budget: plan.budget),
        gamesPerPair: plan.gamesPerPair, openingPlies: plan.openingPlies, seed: plan.seed)
      return tournament.play(
        threads: plan.threads, shouldStop: plan.shouldStop, progress: plan.progress)
    }
    runTraining = { plan, options in
      try training.train(plan, from: game(options), options: options)
    }
    runAblation = { plan, options in try training.ablate(plan, from: game(options)) }
    sharedOptions = { agent, given in
      try AgentEntry.named(agent, among: agents, for: name).playerOptions(ofRun: given)
    }
    runEvaluation = { plan, options in try training.evaluate(plan, from: game(options)) }
    measureRules = { seconds in
      RulesBenchmark.measure(try game(Options(for: specs)), named: name, seconds: seconds)
    }
    receive = { visitor, options in
      let start = try game(options)
      try visitor.visit(start) { try training.factory($0, start) }
    }
  }

  /// Makes players for sessions of this game with the same options: a server's bots, a person's
  /// opponent. The function takes the player's seed.
  public func sessionPlayers(
    _ spec: PlayerSpec, options: [String: String]
  ) throws -> @Sendable (UInt64) -> any SessionPlayer {
    try makeSessionPlayers(spec, Options.of(name, options, self.options))
  }

  /// Makes players for a server's games.
  ///
  /// - Parameter options: of the one board to play; nil for every board that the agent can play: any
  ///   if it does not have to know it beforehand, else its run's, or the default one.
  /// - Throws: what is wrong with the spec, the options or the run, in one line.
  public func housePlayers(
    _ spec: PlayerSpec, options: [String: String]? = nil
  ) throws -> HousePlayers {
    try makeHousePlayers(spec, options)
  }

  /// A new game.
  public func session(_ options: [String: String]) throws -> any GameSession {
    _ = try Options.of(name, options, self.options)
    return try directoryEntry.session(options)
  }

  /// Plays a round robin.
  public func tournament(_ plan: TournamentPlan, options: [String: String]) throws -> Standings {
    try playTournament(plan, Options.of(name, options, self.options))
  }

  /// How fast the rules are, on one core, specialised for the game; each of the five runs of a figure
  /// lasts so many seconds.
  public func measureRules(seconds: Double) throws -> [BenchmarkResult] {
    try measureRules(seconds)
  }

  /// Lets a visitor work on a new game with its type. What it does is not specialised for the game.
  public func receive(_ visitor: some GameVisitor, options: [String: String] = [:]) throws {
    try receive(visitor, Options.of(name, options, self.options))
  }

  /// A checkpoint of a run as a player, with the run's own options.
  ///
  /// - Parameter simulations: in place of the run's own.
  public func player(
    ofRun path: String, _ run: RunConfiguration, checkpoint: String, simulations: Int?
  ) throws -> PlayerSpec {
    var options = try sharedOptions(run.agent, run.agentOptions)
    options["run"] = path
    options["checkpoint"] = checkpoint
    if let simulations { options["simulations"] = String(simulations) }
    return PlayerSpec(agent: run.agent, options: options)
  }

  /// Counts a player's mistakes against the game's solver.
  ///
  /// - Throws: `CatalogError` when the game is not solved, or not on boards of this size.
  public func evaluate(_ plan: SolverPlan, options: [String: String]) throws -> SolverReport {
    try runEvaluation(plan, Options.of(name, options, self.options))
  }

  /// Trains an agent from nothing with each of its features off.
  ///
  /// - Throws: `CatalogError` also when the plan asks to stop.
  public func ablate(_ plan: AblationPlan, options: [String: String]) throws -> AblationReport {
    try runAblation(plan, Options.of(name, options, self.options))
  }

  /// Trains an agent, from where its run folder stands.
  public func train(_ plan: TrainingPlan, options: [String: String]) throws -> TrainingEnd {
    try runTraining(plan, Options.of(name, options, self.options))
  }
}

extension Options {
  /// Options of `owner`, which the error names.
  static func of(
    _ owner: String, _ given: [String: String], _ specs: [OptionSpec]
  ) throws(CatalogError) -> Options {
    do { return try Options(given, for: specs) } catch { throw .option(owner, error) }
  }
}
