import ArenaCore
import Search

/// The settings of an AlphaZero run, each with the value that works on two cores.
public struct AlphaZeroOptions: Sendable {
  public static let specs: [OptionSpec] = [
    OptionSpec("blocks", .integer(0...40), standard: "4", "residual blocks of the network"),
    OptionSpec("channels", .integer(4...512), standard: "48", "channels of each convolution"),
    OptionSpec("simulations", .integer(2...100_000), standard: "48", "simulations a move"),
    OptionSpec("games", .integer(1...4096), standard: "64", "games that each worker plays at once"),
    OptionSpec(
      "workers", .integer(1...64), standard: "2", "self-play workers, each its own stream"),
    OptionSpec(
      "positions", .integer(16...1_000_000), standard: "2048", "new positions in each round"),
    OptionSpec("batch", .integer(8...8192), standard: "256", "positions in a training batch"),
    OptionSpec(
      "reuse", .number(0.1...100), standard: "4", "times that a position is trained on, on average"),
    OptionSpec(
      "window", .integer(256...10_000_000), standard: "100000",
      "most positions that the replay window holds"),
    OptionSpec("rate", .number(1e-6...1), standard: "0.002", "learning rate of Adam at the start"),
    OptionSpec("decay", .number(0...1), standard: "0.0001", "decoupled weight decay"),
    OptionSpec(
      "result-weight", .number(0...1), standard: "0.7",
      "the value target: this much of the game's result, the rest of the search's value"),
    OptionSpec(
      "temperature-plies", .integer(0...10_000), standard: "12",
      "plies in which a move is drawn by visits; later the most visited is played"),
    OptionSpec(
      "opening-plies", .integer(0...100), standard: "2",
      "most random plies at the start of a game, drawn uniformly from 0 up"),
    OptionSpec("symmetry", .flag, standard: "true", "train on random symmetric images"),
    OptionSpec(
      "full-search", .number(0...1), standard: "1",
      "playout-cap randomisation: the share of moves searched in full and trained on"),
    OptionSpec(
      "fast-simulations", .integer(1...100_000), standard: "12",
      "simulations of the moves that are not searched in full"),
  ]

  public var blocks: Int
  public var channels: Int
  public var simulations: Int
  public var gamesPerWorker: Int
  public var workers: Int
  public var positionsPerRound: Int
  public var batch: Int
  public var reuse: Double
  public var window: Int
  public var rate: Double
  public var decay: Double
  public var resultWeight: Double
  public var temperaturePlies: Int
  public var openingPlies: Int
  public var usesSymmetry: Bool
  public var fullSearchShare: Double
  public var fastSimulations: Int

  public init(_ options: Options) {
    blocks = options.integer("blocks")
    channels = options.integer("channels")
    simulations = options.integer("simulations")
    gamesPerWorker = options.integer("games")
    workers = options.integer("workers")
    positionsPerRound = options.integer("positions")
    batch = options.integer("batch")
    reuse = options.number("reuse")
    window = options.integer("window")
    rate = options.number("rate")
    decay = options.number("decay")
    resultWeight = options.number("result-weight")
    temperaturePlies = options.integer("temperature-plies")
    openingPlies = options.integer("opening-plies")
    usesSymmetry = options.flag("symmetry")
    fullSearchShare = options.number("full-search")
    fastSimulations = options.integer("fast-simulations")
  }
}

extension AlphaZeroOptions {
  /// How self-play searches a game.
  func searchOptions(for game: some BoardGame) -> SearchOptions {
    var search = SearchOptions()
    search.temperature = TemperatureSchedule(start: 1, end: 0, plateau: temperaturePlies)
    return search
  }
}
