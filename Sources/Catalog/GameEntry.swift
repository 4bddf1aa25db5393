import Agents
public import ArenaCore
public import Evaluation
public import Match
public import Training

/// A board game of the catalog with its type erased: everything that a command or a server wants of
/// it, as closures made where the type is still known, so that the work behind them is as fast as a
/// direct call.
///
/// Options are given by name; all that is thrown is one line for the user.
public struct GameEntry: Sendable {
  public let name: String
  /// One line about the game.
  public let summary: String
  /// The agents that play it.
  public let agents: [AgentDescription]
  /// What OpenSpiel calls it; nil where it has no such game.
  public let openSpielName: String?
  /// How a server starts it, and its options.
  public let directoryEntry: GameDirectory.Entry
  /// The type of its positions.
  let world: any Environment.Type

  /// Makes players for sessions of one board: a server's bots, a person's opponent. The function
  /// takes the player's seed.
  public let sessionPlayers:
    @Sendable (PlayerSpec, _ options: [String: String]) throws
      -> @Sendable (UInt64) -> any SessionPlayer
  /// Makes players for a server's games: of one board, or with nil for every board that the agent
  /// can play: any if it does not have to know it beforehand, else its run's, or the default one.
  public let housePlayers:
    @Sendable (PlayerSpec, _ options: [String: String]?, HouseNetworks) throws -> HousePlayers
  /// Analyses any board by playouts, for a server.
  public let serverAnalyst: any SessionAnalyst
  /// A room where players of this game meet: for tournaments, tunings and ladders.
  public let room: @Sendable (RoomPlan, _ options: [String: String]) throws -> any MatchRoom
  /// Trains an agent, from where its run folder stands.
  public let train: @Sendable (TrainingPlan, _ options: [String: String]) throws -> TrainingEnd
  /// Trains an agent from nothing with each of its features off.
  public let ablate: @Sendable (AblationPlan, _ options: [String: String]) throws -> AblationReport
  /// Counts a player's mistakes against the game's solver.
  public let countMistakes:
    @Sendable (SolverPlan, _ options: [String: String]) throws -> SolverReport
  /// The search that positions are analysed by: of a player, or the one that suits the board best.
  public let analyst: @Sendable (PlayerSpec?, _ options: [String: String]) throws -> any GameAnalyst
  /// The player whose network comes with the program; nil for a board without one.
  public let shippedPlayer: @Sendable (_ options: [String: String]) throws -> PlayerSpec?
  /// Writes games of files as a folder to learn from.
  public let importGames: @Sendable (ImportPlan, _ options: [String: String]) throws -> ImportReport
  /// Writes the positions that a run recorded; returns how many.
  public let exportPositions: @Sendable (ExportPlan) throws -> Int
  /// How fast the rules are, on one core, specialised for the game; each of the five runs of a figure
  /// lasts so many seconds.
  public let measureRules: @Sendable (_ seconds: Double) throws -> [BenchmarkResult]
  /// Lets a visitor work on a new game with its type. What it does is not specialised for the game.
  public let receive: @Sendable (any GameVisitor, _ options: [String: String]) throws -> Void
  private let runOptions: @Sendable (_ agent: String, [String: String]) throws -> [String: String]

  /// - Parameters:
  ///   - name: the catalog's name where it is not the type's own.
  ///   - defaults: AlphaZero's options that suit this game.
  ///   - solution: how the game is solved: its players are then evaluated against the solver.
  ///   - sgf: the game's number in SGF, for sample games.
  ///   - more: agents besides those that play any game.
  init<Game: Heuristic & Keyed & Symmetric>(
    _ type: Game.Type, _ summary: String, name: String = Game.name,
    training defaults: AlphaZeroOptions = AlphaZeroOptions(), solution: GameSolution<Game>? = nil,
    sgf: SGFCollection.Kind? = nil, openSpiel: String? = nil, more: [AgentEntry<Game>] = []
  ) {
    let entries = AgentEntry<Game>.all(training: defaults, solution: solution) + more
    let agents = AgentList(entries.map { $0.preset(for: name) }, of: name)
    let evaluation = GameEvaluation(agents, solution: solution, sgf: sgf)
    @Sendable func start(_ given: [String: String]) throws(RequestError) -> NamedWorld<Game> {
      try NamedWorld(name, Game.Settings().specs, given) { options throws(OptionError) in
        try Game(Game.Settings().applying(options))
      }
    }
    self.name = name
    self.summary = summary
    self.agents = agents.entries.map(\.description)
    openSpielName = openSpiel
    world = Game.self
    directoryEntry = GameDirectory.Entry(Game.self, name: name, sgf: sgf)
    sessionPlayers = { try agents.sessionPlayers($0, for: start($1).world) }
    housePlayers = { try agents.housePlayers($0, on: $1, sharing: $2, start: start) }
    serverAnalyst = TreeAnalyst.playouts(of: Game.self)
    room = { try evaluation.room($0, in: start($1)) }
    train = { plan, given in
      var plan = plan
      if let preset = TaskPreset.line(name, plan.agent) { plan.complete(byGame: preset) }
      return try evaluation.train(plan, in: start(given))
    }
    ablate = { try evaluation.ablate($0, in: start($1)) }
    countMistakes = { try evaluation.countMistakes($0, in: start($1)) }
    analyst = { try evaluation.analyst($0, in: start($1)) }
    shippedPlayer = { try evaluation.shippedPlayer(in: start($0)) }
    importGames = { try evaluation.importGames($0, in: start($1)) }
    exportPositions = {
      try evaluation.exportPositions($0, in: start($0.run.configuration.environmentOptions))
    }
    measureRules = { RulesBenchmark.measure(try start([:]).world, named: name, seconds: $0) }
    receive = { visitor, given in
      let game = try start(given).world
      try visitor.visit(game) { try agents.factory($0, for: game) }
    }
    runOptions = { try agents.named($0).playerOptions(ofRun: $1) }
  }

  /// Whether it is known how an agent learns it best, and how long that takes.
  public func hasPreset(for agent: String) -> Bool { TaskPreset.line(name, agent) != nil }

  public var options: [OptionSpec] { directoryEntry.options }

  /// The boards that a network which comes with the program plays, by the options of their size.
  public var shippedBoards: [[String: String]] {
    PackedNetwork.shipped.filter { $0.provenance.games.contains(name) }.map { packed in
      packed.provenance.environmentOptions.filter { ["size", "columns", "rows"].contains($0.key) }
    }
  }

  /// A new game.
  public func session(_ options: [String: String]) throws(RequestError) -> any GameSession {
    do { return try directoryEntry.session(options) } catch { throw .option(name, error) }
  }

  /// A checkpoint of a run as a player, with the run's own options.
  ///
  /// - Parameter simulations: in place of the run's own.
  public func player(
    ofRun path: String, _ run: RunConfiguration, checkpoint: String, simulations: Int?
  ) throws -> PlayerSpec {
    var options = try runOptions(run.agent, run.agentOptions)
    options["run"] = path
    options["checkpoint"] = checkpoint
    if let simulations { options["simulations"] = String(simulations) }
    return PlayerSpec(agent: run.agent, options: options)
  }
}
