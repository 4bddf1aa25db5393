import ArenaCore
import Search

/// How an AlphaZero run plays against itself.
public struct SelfPlayOptions: Sendable {
  static let specs =
    SearchOptions.specs + [
      OptionSpec("simulations", .integer(2...100_000), standard: "48", "simulations a move"),
      OptionSpec(
        "simulations-start", .integer(0...100_000), standard: "0",
        "simulations a move when the run begins, growing evenly to simulations; 0 does not grow"),
      OptionSpec(
        "games", .integer(1...4096), standard: "64", "games that each worker plays at once"),
      OptionSpec(
        "workers", .integer(1...64), standard: "2", "self-play workers, each its own stream"),
      OptionSpec(
        "temperature", .number(0...10), standard: "1",
        "how randomly moves are drawn by visits at the start of a game; 0 plays the most visited"),
      OptionSpec(
        "temperature-plies", .integer(0...10_000), standard: "12",
        "plies that keep the temperature of the start"),
      OptionSpec(
        "temperature-half-life", .number(0...10_000), standard: "0",
        "plies in which the temperature halves its way to the end's after that; 0 jumps there"),
      OptionSpec(
        "temperature-end", .number(0...10), standard: "0", "the temperature late in a game"),
      OptionSpec(
        "opening-plies", .integer(0...100), standard: "2",
        "most random plies at the start of a game, drawn uniformly from 0 up"),
      OptionSpec(
        "full-search", .number(0.01...1), standard: "1",
        "playout-cap randomisation: the share of moves searched in full and trained on"),
      OptionSpec(
        "fast-simulations", .integer(1...100_000), standard: "12",
        "simulations of the moves that are not searched in full"),
      OptionSpec(
        "forced-playouts", .number(0...10), standard: "0",
        "puct: visits at least sqrt(this * prior * visits), pruned from the target; 0 is off"),
      OptionSpec(
        "adjudicate", .flag, standard: "false", "end a game as soon as its result is proven"),
      Resignation.spec,
      OptionSpec(
        "resign-check", .number(0.01...1), standard: "0.1",
        "the share of games never resigned, to measure how many resignations were wrong"),
    ]

  /// How it searches.
  public var search: SearchOptions
  public var simulations: Int
  /// Simulations at the start of the run; 0 is as many as at its end.
  public var simulationsAtStart: Int
  public var gamesPerWorker: Int
  public var workers: Int
  public var openingPlies: Int
  public var fullSearchShare: Double
  public var fastSimulations: Int
  /// The most positions that the proof of a leaf may look at; 0 proves nothing.
  public var proofNodes: Int
  public var adjudicates: Bool
  /// The value below which a seat resigns; nil never.
  public var resignation: Double?
  public var resignationCheckShare: Double

  init(_ options: Options) {
    search = SearchOptions(options)
    search.forcedPlayouts = Float(options.number("forced-playouts"))
    simulations = options.integer("simulations")
    simulationsAtStart = options.integer("simulations-start")
    gamesPerWorker = options.integer("games")
    workers = options.integer("workers")
    search.temperature = TemperatureSchedule(
      start: Float(options.number("temperature")), end: Float(options.number("temperature-end")),
      halfLife: Float(options.number("temperature-half-life")),
      plateau: options.integer("temperature-plies"))
    openingPlies = options.integer("opening-plies")
    fullSearchShare = options.number("full-search")
    fastSimulations = options.integer("fast-simulations")
    proofNodes = options.integer("proof-nodes")
    adjudicates = options.flag("adjudicate")
    resignation = Resignation.threshold(options)
    resignationCheckShare = options.number("resign-check")
  }

  /// Simulations of a full search when `fraction` of the run is behind us, 0 ... 1; never more than
  /// `simulations`, whatever the start's are.
  func simulations(atFraction fraction: Double) -> Int {
    guard simulationsAtStart > 0, simulationsAtStart < simulations else { return simulations }
    let growth = Double(simulations - simulationsAtStart) * min(max(fraction, 0), 1)
    return simulationsAtStart + Int(growth)
  }
}
