import ArenaCore
import Catalog
import Evaluation

enum AblateCommand: Command {
  static let name = "ablate"
  static let summary = "tells what each feature of a training is worth, in games to a target"
  static let usage = "GAME (--mistakes P | --policy-mistakes P | --beats SPEC) --games-limit N ..."
  static let flags =
    [
      Flag("agent", "AGENT", default: "alphazero", "the agent that learns"),
      Flag("features", "A,B", default: "all", "the features to try; arena list GAME names them"),
      Flag("mistakes", "P", "the target: at most P percent mistakes against the solver"),
      Flag("policy-mistakes", "P", "the same by the policy alone, without search"),
      Flag("beats", "SPEC", "the target: --share of the points against this player"),
      Flag("share", "P", default: "75", "percent of the points for --beats"),
      Flag("match-games", "N", default: "40", "games of a match for --beats"),
      Flag("games-limit", "N", "games of self-play after which a training is given up"),
      Flag("evaluate-every", "N", default: "100", "games of self-play between two evaluations"),
      Flag("seeds", "N", default: "3", "trainings of each setting, with the seeds 1 to N"),
      Flag(
        "option", "KEY=VALUE", repeats: true,
        "an option of the agent in all trainings; may be repeated"),
      Flag("threads", "N", "threads at work (default: all cores)"),
      Flag("json", "prints the table as one line of JSON, and nothing before it"),
    ] + Flag.settings
  static let details = """
    Trains with all features, with each of them off and with all of them off, from nothing each time.
    Exams happen at the end of a round: choose --option positions=N small enough for --evaluate-every.

      arena ablate connect-four --set columns=5 --set rows=4 --policy-mistakes 5 \\
        --games-limit 4000 --option positions=512 --option blocks=2 --option channels=32

    \(aboutSpecs)
    """
  static let printsResult = true

  static func run(_ arguments: Arguments) throws {
    let game = try Catalog.game(arguments.take("GAME")[0])
    guard let limit = try arguments.integer("games-limit", in: 1...1_000_000_000) else {
      throw UsageError("--games-limit is missing: after how many games is a training given up?")
    }
    var plan = AblationPlan(
      agent: try arguments.text("agent")!, target: try target(arguments), gamesLimit: limit,
      gamesBetweenEvaluations: try arguments.integer("evaluate-every", in: 1...1_000_000_000)!)
    let features = try arguments.text("features")!
    if features != "all" { plan.features = features.split(separator: ",").map(String.init) }
    plan.agentOptions = try arguments.pairs("option")
    plan.seeds = try arguments.integer("seeds", in: 1...1000)!
    plan.threads = try arguments.threads()
    let interrupt = Interrupt()
    plan.shouldStop = { interrupt.isRaised }
    if !arguments.has("json") { plan.say = say }
    let report = try game.ablate(plan, arguments.settings())
    print(arguments.has("json") ? report.jsonLine : report.text)
  }

  private static func target(_ arguments: Arguments) throws -> AblationPlan.Target {
    func share(_ name: String) throws(UsageError) -> Double? {
      try arguments.number(name, in: 0...100).map { $0 / 100 }
    }
    let beaten = try arguments.text("beats").map { text in try PlayerSpec(text) }
    let points = try share("share")!
    let games = try arguments.integer("match-games", in: 2...1_000_000)!
    if beaten == nil { try arguments.refuse("share", "match-games", because: "it needs --beats") }
    switch (try share("mistakes"), try share("policy-mistakes"), beaten) {
    case (let mistakes?, nil, nil): return .mistakes(mistakes)
    case (nil, let mistakes?, nil): return .policyMistakes(mistakes)
    case (nil, nil, let spec?):
      return .beats(spec, share: points, games: games)
    default: throw UsageError("give one of --mistakes P, --policy-mistakes P and --beats SPEC")
    }
  }
}
