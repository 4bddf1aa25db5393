import ArenaCore
import Catalog
import Evaluation
import Training

enum EvaluateCommand: Command {
  static let name = "evaluate"
  static let summary = "measures a player: its return in a task, its mistakes against a solver"
  static let usage = "TASK --player SPEC ... | GAME --player SPEC --solver ... | RUN --solver ..."
  static let flags =
    [
      Flag("player", "SPEC", "the player, such as ppo:run=runs/CartPole-v1-ppo-1"),
      Flag("solver", "counts mistakes against the game's solver, in positions with a decision"),
      Flag("episodes", "N", default: "100", "episodes of a task, each with a start of its own"),
      Flag("seed", "N", default: "1000", "the seed of the episodes"),
      Flag(
        "checkpoint", "NAME", default: "best", "of a RUN: first, middle, last, best or a number"),
      Flag("simulations", "N", "of a RUN's player (default: as in its training)"),
      Flag("positions", "N", "positions of each kind (default: as in training runs)"),
      Flag(
        "threads", "N", "threads at work; the result does not depend on it (default: all cores)"),
      Flag("json", "prints the mistakes as JSON"),
    ] + Flag.settings
  static let details = """
    A mistake changes the result of perfect play; a slower win is none. Solved are Connect Four,
    m,n,k-games and freestyle Gomoku of up to 36 cells (four in a row on 6x6) and games as small as
    tic-tac-toe. A RUN is a training run's folder: its game, options and agent are known, and its
    policy is evaluated without search too.

      arena evaluate CartPole-v1 --player ppo:run=runs/CartPole-v1-ppo-1
      arena evaluate connect-four --player uct:simulations=1000 --solver
      arena evaluate runs/quickstart --solver --checkpoint last --simulations 400

    \(aboutSpecs)
    """
  static let printsResult = true

  static func run(_ arguments: Arguments) throws {
    let name = try arguments.take("TASK|GAME|RUN")[0]
    if arguments.has("solver") {
      try arguments.refuse("episodes", "seed", because: "it belongs to tasks, not to --solver")
      try countMistakes(name, arguments)
    } else if Catalog.games.contains(where: { $0.name == name }) {
      throw UsageError("\(name) is a game: --solver counts a player's mistakes in it")
    } else if (try? RunFolder(opening: name)) != nil {
      throw UsageError("\(name) is a run: --solver counts the mistakes of its player")
    } else {
      try measureReturn(Catalog.task(name), arguments)
    }
  }

  private static func measureReturn(_ task: TaskEntry, _ arguments: Arguments) throws {
    try arguments.refuse(
      "checkpoint", "simulations", "positions", "threads", "json", because: "it belongs to --solver"
    )
    guard let text = try arguments.text("player") else { throw UsageError("--player is missing") }
    let episodes = try arguments.integer("episodes", in: 1...10_000_000)!
    let progress = ProgressBar(task.name)
    let result = try task.evaluate(
      PlayerSpec(text), arguments.settings(), episodes, arguments.seed(),
      EvaluationWatch(task.name, report: { line in progress.show { line } }))
    progress.clear()
    print("\(result.summary) over \(episodes) episodes; \(result.details)")
    print("\(task.name): \(task.facts)")
  }

  private static func countMistakes(_ name: String, _ arguments: Arguments) throws {
    let positions = try arguments.integer("positions", in: 1...1_000_000)
    let threads = try arguments.threads()
    var settings = try arguments.settings()
    let game: GameEntry
    let player: PlayerSpec
    if let text = try arguments.text("player") {
      try arguments.refuse(
        "checkpoint", "simulations", because: "it belongs to a RUN; a SPEC has options")
      player = try PlayerSpec(text)
      game = try Catalog.game(name)
    } else {
      guard settings.isEmpty else {
        throw UsageError("a run knows its game's options: give no --set and no --size")
      }
      (game, player, settings) = try self.player(ofRun: name, arguments)
    }
    var plan = SolverPlan(player: player)
    plan.positions = positions
    plan.threads = threads
    let progress = ProgressBar(game.name)
    plan.watch = EvaluationWatch(
      "mistakes of \(player.agent)", report: { line in progress.show { line } })
    do {
      let report = try game.countMistakes(plan, settings)
      progress.clear()
      print(arguments.has("json") ? report.jsonLine : report.text)
    } catch let error as RequestError {
      throw UsageError("\(name): \(error)")
    }
  }

  /// A run's game and player, with the options that it was trained with.
  private static func player(
    ofRun path: String, _ arguments: Arguments
  ) throws -> (GameEntry, PlayerSpec, settings: [String: String]) {
    let simulations = try arguments.integer("simulations", in: 1...10_000_000)
    let checkpoint = try arguments.text("checkpoint") ?? "best"
    let run = try RunFolder(opening: path).configuration
    do {
      let game = try Catalog.game(run.environment)
      _ = try game.session(run.environmentOptions)
      let player = try game.player(
        ofRun: path, run, checkpoint: checkpoint, simulations: simulations)
      return (game, player, run.environmentOptions)
    } catch {
      // The names and values are the file's, not the call's.
      throw CommandFailure("\(path)/run.json: \(error)")
    }
  }
}
