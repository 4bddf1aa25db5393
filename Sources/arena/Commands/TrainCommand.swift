import Benchmarks
import Catalog
import Foundation
import Training

enum TrainCommand: Command {
  static let name = "train"
  static let summary = "trains an agent on a game or a task"
  static let usage = "GAME|TASK --agent AGENT [--minutes M | --steps N] [--config FILE] ..."
  static let flags =
    [
      Flag("agent", "AGENT", "alphazero, dqn or ppo; arena list GAME tells which learn it"),
      Flag("config", "FILE", "takes from a file of JSON what the call does not say"),
      Flag("print-config", "prints the whole configuration as such a file, and trains nothing"),
      Flag("minutes", "M", "trains for so long by the wall clock, all sessions together"),
      Flag(
        "steps", "N",
        "trains for so many moves or steps; repeatable bit for bit (default: as is known to do for "
          + "the task or game)"),
      Flag("run", "FOLDER", "the run's folder (default: runs/GAME-AGENT-SEED)"),
      Flag("seed", "N", default: "1", "the seed of everything random"),
      Flag("seeds", "N", "a task: trains with so many seeds, and prints mean, spread and worst"),
      Flag(
        "threads", "N", "threads at work; the result does not depend on it (default: all cores)"),
      Flag("option", "KEY=VALUE", repeats: true, "an option of the agent; may be repeated"),
      Flag("checkpoints", "N", "networks kept and rated over the run (default: 12, or the task's)"),
      Flag(
        "promotion-games", "N",
        "most games against the best one before (default: 64, or the game's); 0 plays none, fewer "
          + "than 34 decide nothing"),
      Flag(
        "target", "SCORE",
        "ends at the first checkpoint with this rating or mean return (default: a task's own, where "
          + "no length is given)"),
      Flag(
        "from-checkpoint", "NAME",
        "goes on from the weights of a checkpoint (a number, first, middle, last, best) alone"),
      Flag("from-previous", "goes on from the state saved before the last one"),
      Flag(
        "from-games", "DIR", "learns from the games of arena data import before its own (alphazero)"
      ),
      Flag("fresh", "starts anew; what the folder holds is set aside in it, not removed"),
    ] + Flag.settings
  static let details = """
    The same command again goes on where the run stopped, also after a crash. Ctrl-C, kill and a
    closed terminal let it finish the round or the game of an evaluation, save and exit; once more,
    a second later, ends it at once. Time in which it is stopped or the machine asleep is not
    training time.

    Where the saved state is missing or damaged, --from-previous goes on a little earlier to the same
    end, --from-checkpoint with a fresh optimiser and nothing replayed, --fresh from nothing. What
    they leave behind is set aside in the folder. Do not repeat them: they would do it again.

    A file for --config holds what --print-config prints, or a part of it; a run's own run.json is one.
    What the call says comes before it.

    A task or game knows how long each agent needs and by which settings (arena list NAME; not for
    alphazero), a task also when it counts as solved; its checkpoints are measured over 100 episodes, and
    the best one is the best.

    Every checkpoint of a game is rated against fixed opponents, plays the best one before it and becomes the
    best itself if it wins (arena models RUN), and is evaluated by a solver where there is one:
    Connect Four, tic-tac-toe and other small games. The folder holds run.json, metrics.jsonl, the
    same figures for TensorBoard, sample games as SGF or JSON, the networks and a log.

      arena train connect-four --agent alphazero --minutes 3 --run runs/first --seed 1
      arena train CartPole-v1 --agent ppo
      arena train Pendulum-v1 --agent ppo --seeds 10
    """

  static func run(_ arguments: Arguments) throws {
    let file = try configuration(arguments)
    let words = arguments.words.isEmpty ? file.environment.map { [$0] } : nil
    let name = try (words ?? arguments.take("GAME|TASK"))[0]
    guard let agent = try arguments.text("agent") ?? file.agent else {
      throw UsageError("--agent is missing: which agent shall learn \(name)?")
    }
    let seed = arguments.has("seed") ? try arguments.seed() : file.seed ?? 1
    let path = try arguments.text("run") ?? file.run ?? "runs/\(name)-\(agent)-\(seed)"
    var plan = TrainingPlan(agent: agent, path: path, limit: try limit(arguments, file))
    plan.agentOptions = file.agentOptions.merging(try arguments.pairs("option")) { $1 }
    if let games = try arguments.text("from-games") {
      guard FileManager.default.fileExists(atPath: games + "/games.safetensors") else {
        throw CommandFailure("\(games) holds no games to learn from: arena data import writes them")
      }
      plan.agentOptions["from-games"] = games
    }
    plan.seed = seed
    plan.threads =
      if let threads = file.threads, !arguments.has("threads") { threads } else {
        try arguments.threads()
      }
    plan.checkpoints = try arguments.integer("checkpoints", in: 1...10_000) ?? file.checkpoints
    plan.promotionGames =
      try arguments.integer("promotion-games", in: 0...1_000_000) ?? file.promotionGames
    plan.target = try arguments.number("target", in: -1e9...1e9) ?? file.target
    let options = file.environmentOptions.merging(try arguments.settings()) { $1 }
    let interrupt = Interrupt()
    plan.shouldStop = { interrupt.isRaised }
    plan.start = try start(arguments)
    let progress = ProgressLine()
    plan.say = progress.say
    plan.progress = progress.show
    if arguments.has("print-config") {
      try arguments.refuse("seeds", because: "--print-config prints one run's")
      plan.showConfiguration = { print($0.text) }
      _ = try Catalog.train(name, plan, options: options)
      return try StandardOutput.finish()
    }
    if let count = try arguments.integer("seeds", in: 1...10_000) {
      return try train(count, seedsFrom: seed, on: name, plan, options, arguments)
    }
    let end = try Catalog.train(name, plan, options: options)
    switch end {
    case .limitReached: print("finished: \(path)")
    case .targetReached: print("target reached: \(path)")
    case .interrupted: print("saved and stopped: the same command goes on with \(path)")
    }
  }

  /// What `--config` says; nothing without it. A file of another game than the call's gives no board.
  private static func configuration(_ arguments: Arguments) throws -> TrainingConfiguration {
    guard let path = try arguments.text("config") else { return TrainingConfiguration() }
    var file = try TrainingConfiguration(InputText.read(path), source: path)
    if let name = arguments.words.first, let own = file.environment, name != own {
      throw UsageError("\(path) is for \(own), not for \(name)")
    }
    if let agent = try arguments.text("agent"), let own = file.agent, agent != own {
      throw UsageError("\(path) is for the agent \(own), not for \(agent)")
    }
    file.environment = file.environment ?? arguments.words.first
    return file
  }

  /// Trains with several seeds, one after the other, each in a folder of its own.
  private static func train(
    _ count: Int, seedsFrom first: UInt64, on name: String, _ plan: TrainingPlan,
    _ options: [String: String], _ arguments: Arguments
  ) throws {
    guard !Catalog.games.contains(where: { $0.name == name }) else {
      throw UsageError("--seeds belongs to tasks; \(name) is a game")
    }
    let task = try Catalog.task(name)
    let folder = try arguments.text("run") ?? "runs/\(name)-\(plan.agent)"
    var plan = plan
    // What each run says is in its folder's log.
    plan.say = { _ in }
    plan.progress = { _ in }
    let study = try SeedStudy(
      task, plan, seeds: (0..<UInt64(count)).map { first &+ $0 }, options: options,
      path: { "\(folder)-\($0)" }, report: { print($0.text) })
    print(study.summary)
  }

  private static func start(_ arguments: Arguments) throws -> RunStart {
    let checkpoint = try arguments.text("from-checkpoint")
    switch (checkpoint, arguments.has("from-previous"), arguments.has("fresh")) {
    case (nil, false, false): return .savedState
    case (let name?, false, false): return .checkpoint(name)
    case (nil, true, false): return .previousState
    case (nil, false, true): return .nothing
    default: throw UsageError("give one of --from-checkpoint NAME, --from-previous and --fresh")
    }
  }

  private static func limit(
    _ arguments: Arguments, _ file: TrainingConfiguration
  ) throws -> RunLimit? {
    let minutes = try arguments.number("minutes", in: 0.01...1_000_000)
    let steps = try arguments.integer("steps", in: 1...Int.max)
    switch (minutes, steps) {
    case (let minutes?, nil): return .minutes(minutes)
    case (nil, let steps?): return .steps(steps)
    case (nil, nil): return file.minutes.map { .minutes($0) } ?? file.steps.map { .steps($0) }
    default: throw UsageError("give either --minutes M or --steps N, not both")
    }
  }
}
