import ArenaCore
import Catalog
import Evaluation
import Foundation
import Match
import Storage
import Training

enum TuneCommand: Command {
  static let name = "tune"
  static let summary = "finds better options of a player by playing"
  static let usage = "GAME --player SPEC --vary OPTION=RANGE ... [--method NAME] [--out FOLDER] ..."
  static let flags =
    [
      Flag("player", "SPEC", "the player; as it is, it is the default to be beaten"),
      Flag(
        "vary", "AXIS", repeats: true,
        "OPTION=LOW..HIGH, with :log behind for even ratios, or OPTION=A,B,C; may be repeated"),
      Flag(
        "method", "NAME", default: TuningPlan.Method.ucb.rawValue,
        "ucb (over a grid), cross-entropy or spsa"),
      Flag("games", "N", default: "2000", "games of the search"),
      Flag("levels", "N", default: "5", "values on each axis of the grid"),
      Flag("pairs", "N", default: "8", "pairs of games in a trial of cross-entropy or spsa"),
      Flag("test-games", "N", default: "2000", "the most games of the test at the end"),
      Flag("gain", "ELO", default: "30", "the gain over the default that the test looks for"),
      Flag("openings", "PLIES", default: "4", "random plies before the players take over"),
      Flag("seed", "N", default: "1", "the seed of everything random"),
      Flag("out", "FOLDER", "keeps finished games in a folder: the same command goes on"),
      Flag("concurrency", "N", "games at once; the result does not depend on it"),
      Flag("json", "prints the table and the recommendation as JSON"),
    ] + Flag.settings
  static let details = """
    Every candidate plays the player as it was given, in pairs of games with the seats swapped. At the
    end the best one is tested against it by a sequential test, with openings not played before:
    0 Elo or --gain, with errors of 5 %.

      arena tune connect-four --player alphazero:run=runs/first --vary cpuct=0.5..4
      arena tune hex --size 7 --player uct --vary simulations=100..2000:log --method spsa

    \(aboutSpecs)
    """
  static let printsResult = true

  static func run(_ arguments: Arguments) throws {
    let game = try Catalog.game(arguments.take("GAME")[0])
    guard let text = try arguments.text("player") else {
      throw UsageError("--player is missing: whose options shall vary?")
    }
    let player = try PlayerSpec(text)
    guard let agent = game.agents.first(where: { $0.name == player.agent }) else {
      throw RequestError.unknownAgent(
        player.agent, environment: game.name, allowed: game.agents.map(\.name))
    }
    let axes = try arguments.all("vary").map { text in
      try SearchSpace.Axis(text, of: agent.playerOptions, owner: agent.name)
    }
    var plan = TuningPlan(
      player: player, space: try SearchSpace(axes), specs: agent.playerOptions)
    plan.method = try arguments.choice(
      "method",
      among: Dictionary(
        uniqueKeysWithValues: TuningPlan.Method.allCases.map { ($0.rawValue, $0) }))
    plan.games = try arguments.integer("games", in: 2...10_000_000) ?? plan.games
    plan.levels = try arguments.integer("levels", in: 2...100) ?? plan.levels
    let candidates = plan.space.gridCount(plan.levels)
    guard plan.method != .ucb || candidates <= 10_000 else {
      throw UsageError(
        "--vary and --levels make a grid of \(Text.fixed(candidates, decimals: 0)) candidates: at "
          + "most 10,000; cross-entropy and spsa take any")
    }
    plan.pairs = try arguments.integer("pairs", in: 1...10_000) ?? plan.pairs
    guard plan.games >= plan.leastGames else {
      throw UsageError(
        "--games cannot be \(plan.games): \(plan.method.rawValue) plays at least "
          + "\(plan.leastGames) with --pairs \(plan.pairs)")
    }
    plan.testGames = try arguments.integer("test-games", in: 0...10_000_000) ?? plan.testGames
    plan.gain = try arguments.number("gain", in: 1...1000) ?? plan.gain
    plan.room.start = .random(plies: try arguments.integer("openings", in: 0...1000) ?? 4)
    plan.room.seed = try arguments.seed()
    plan.concurrency =
      try arguments.integer("concurrency", in: 1...1024)
      ?? ProcessInfo.processInfo.activeProcessorCount
    let interrupt = Interrupt()
    plan.shouldStop = { interrupt.isRaised }
    let isJSON = arguments.has("json")
    if !isJSON {
      let progress = ProgressLine()
      plan.say = progress.show
    }
    let settings = try arguments.settings()
    let room = try game.room(plan.room, settings)
    var folder: WorkFolder?
    if let out = try arguments.text("out") {
      // What makes a tuning what it is, in the order in which it is compared.
      let lines =
        ["tune \(game.name)"]
        + settings.sorted { $0.key < $1.key }.map { "set \($0.key)=\($0.value)" }
        + ["player \(player)", "openings \(try arguments.text("openings") ?? "")"]
        + ["seed \(plan.room.seed)"]
      try room.admit(Contestant(player))
      folder = try WorkFolder(out, lines)
      plan.log = out + "/games.jsonl"
    }
    let report = try plan.run(in: room)
    try folder?.write(report.text + "\n", as: "report.txt")
    try folder?.write(report.jsonLine + "\n", as: "report.json")
    say(isJSON ? report.jsonLine : report.text)
  }
}
