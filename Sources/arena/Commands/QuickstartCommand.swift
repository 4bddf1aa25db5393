import ArenaCore
import Catalog
import Evaluation
import Match
import Training

enum QuickstartCommand: Command {
  static let name = "quickstart"
  static let summary = "trains an agent from nothing, rates it and serves it: about five minutes"
  static let usage = "[--minutes M] [--games N] [--run FOLDER] [--seed N]"
  static let flags = [
    Flag("minutes", "M", default: "3", "training time"),
    Flag("games", "N", default: "100", "tournament games between every two players"),
    Flag("run", "FOLDER", default: "runs/quickstart", "the run's folder"),
    Flag("seed", "N", default: "1", "the seed of everything random"),
  ]

  private static let game = "connect-four"

  static func run(_ arguments: Arguments) throws {
    _ = try arguments.take()
    let path = try arguments.text("run")!
    guard !path.isEmpty else { throw UsageError("--run cannot be empty: it must be a folder") }
    let minutes = try arguments.number("minutes", in: 0.01...100_000)!
    let games = try arguments.integer("games", in: 2...100_000)!
    let seed = UInt64(try arguments.integer("seed", in: 0...Int.max)!)
    let interrupt = Interrupt()
    let entry = try Catalog.game(game)

    headline("1. An agent learns Connect Four from nothing but the rules")
    var plan = TrainingPlan(agent: "alphazero", path: path, limit: .minutes(minutes))
    plan.seed = seed
    // The few minutes are better spent on training.
    plan.promotionGames = 0
    plan.threads = try arguments.threads()
    plan.shouldStop = { interrupt.isRaised }
    let progress = ProgressLine()
    plan.say = progress.say
    plan.progress = progress.show
    guard try entry.train(plan, [:]) != .interrupted else {
      return say("saved and stopped: the same command goes on with \(path)")
    }

    headline("2. A tournament: seats swapped, random openings, Elo with 95 % intervals")
    try playTournament(
      entry, path: path, games: games, seed: seed, threads: plan.threads, interrupt)
    guard !interrupt.isRaised else { return }

    headline("3. A match between two clients over a loopback socket")
    try LoopbackMatch.play(
      game: game, first: PlayerSpec(agent: "alphazero", options: ["run": path]),
      second: PlayerSpec("uct:simulations=64"), seed: seed, say: say)

    headline("4. Your turn")
    say(
      """
      in the terminal:  swift run -c release arena play \(game) --against alphazero:run=\(path)
      for others:       swift run -c release arena serve --port 7777 --http 8080 --bot \(game)=alphazero:run=\(path)
                        http://localhost:8080/ in a browser, or nc localhost 7777 (type help)
      """)
  }

  private static func headline(_ text: String) { say("\n\(text)") }

  private static func playTournament(
    _ entry: GameEntry, path: String, games: Int, seed: UInt64, threads: Int,
    _ interrupt: Interrupt
  ) throws {
    let checkpoints = ["first", "middle", "last"].map {
      "alphazero:run=\(PlayerSpec.quoted(path)),checkpoint=\($0)"
    }
    var plan = TournamentPlan(
      players: try
        (["random", "one-ply", "uct:simulations=64", "uct:simulations=512"]
        + checkpoints).map { text in try PlayerSpec(text) },
      gamesPerPair: games)
    plan.room.seed = seed
    plan.concurrency = threads
    plan.shouldStop = { interrupt.isRaised }
    let result = try plan.play(in: entry.room(plan.room, [:]))
    say(CrossTable(result.standings, anchor: "random").text)
  }
}
