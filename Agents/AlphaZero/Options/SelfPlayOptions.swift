public import ArenaCore
public import Search

/// How an AlphaZero run plays against itself.
public struct SelfPlayOptions: OptionGroup {
  /// How it searches.
  public var search: SearchOptions
  public var simulations = 48
  /// Simulations at the start of the run; 0 is as many as at its end.
  public var simulationsAtStart = 0
  public var gamesPerWorker = 64
  public var workers = 2
  public var openingPlies = 2
  public var fullSearchShare = 1.0
  public var fastSimulations = 12
  public var adjudicates = false
  /// The value below which a seat resigns; nil never.
  public var resignation: Double?
  public var resignationCheckShare = 0.1

  public init() {
    search = SearchOptions()
    search.temperature = TemperatureSchedule(start: 1, end: 0, halfLife: 0, plateau: 12)
  }

  public static let fields: [OptionField<Self>] =
    SearchOptions.fields.of(\.search) + [
      OptionField("simulations", \.simulations, 2...100_000, "simulations a move"),
      OptionField(
        "simulations-start", \.simulationsAtStart, 0...100_000,
        "simulations a move when the run begins, growing evenly to simulations; 0 does not grow"),
      OptionField("games", \.gamesPerWorker, 1...4096, "games that each worker plays at once"),
      OptionField("workers", \.workers, 1...64, "self-play workers, each its own stream"),
      OptionField(
        "temperature", \.search.temperature.start, 0...10,
        "how randomly moves are drawn by visits at the start of a game; 0 plays the most visited"),
      OptionField(
        "temperature-plies", \.search.temperature.plateau, 0...10_000,
        "plies that keep the temperature of the start"),
      OptionField(
        "temperature-half-life", \.search.temperature.halfLife, 0...10_000,
        "plies in which the temperature halves its way to the end's after that; 0 jumps there"),
      OptionField(
        "temperature-end", \.search.temperature.end, 0...10, "the temperature late in a game"),
      OptionField(
        "opening-plies", \.openingPlies, 0...100,
        "most random plies at the start of a game, drawn uniformly from 0 up"),
      OptionField(
        "full-search", \.fullSearchShare, 0.01...1,
        "playout-cap randomisation: the share of moves searched in full and trained on"),
      OptionField(
        "fast-simulations", \.fastSimulations, 1...100_000,
        "simulations of the moves that are not searched in full"),
      OptionField(
        "forced-playouts", \.search.forcedPlayouts, 0...10,
        "puct: visits at least sqrt(this * prior * visits), pruned from the target; 0 is off"),
      OptionField("adjudicate", \.adjudicates, "end a game as soon as its result is proven"),
      Resignation.field(\.resignation),
      OptionField(
        "resign-check", \.resignationCheckShare, 0.01...1,
        "the share of games never resigned, to measure how many resignations were wrong"),
    ]

  /// Simulations of a full search when `fraction` of the run is behind us, 0 ... 1; never more than
  /// `simulations`, whatever the start's are.
  func simulations(atFraction fraction: Double) -> Int {
    guard simulationsAtStart > 0, simulationsAtStart < simulations else { return simulations }
    let growth = Double(simulations - simulationsAtStart) * min(max(fraction, 0), 1)
    return simulationsAtStart + Int(growth)
  }
}
