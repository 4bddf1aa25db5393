import ArenaCore
import Match
import Storage

enum RatingsCommand: Command {
  static let name = "ratings"
  static let summary = "rates the players of any file of results by Elo"
  static let usage = "RESULTS ... [--draws MODEL] [--advantage MODEL] [--anchor NAME=ELO] ..."
  static let flags = [
    Flag(
      "draws", "MODEL", default: "rao-kupper",
      "half (a draw is half a win), davidson or rao-kupper (as BayesElo)"),
    Flag("advantage", "MODEL", default: "fitted", "of moving first: none or fitted"),
    Flag(
      "prior", "GAMES", default: "0",
      "virtual games of each player, half of them won; 0: one where results have no maximum"),
    Flag("anchor", "NAME=ELO", repeats: true, "holds a player's rating fixed; may be repeated"),
    Flag("pairs", "two games in a row with the seats swapped are one pair: their spread decides"),
    Flag("matrix", "adds who is how likely the stronger one, and the expected scores"),
    Flag("json", "prints players, advantage and draw as JSON"),
  ]
  static let details = """
    RESULTS is a file, or - for standard input. Its format is told by its first character:
      a line a game     FIRST SECOND RESULT: 1 (the first player won), 1/2 or 0; a name with spaces
                        stands in double quotes, or tabs separate the three
      PGN, SGF          the tags White, Black and Result; the properties PB, PW and RE
      records           as arena tournament --records writes them
    Elo by maximum likelihood, mean 0 or by the anchors, with 95 % intervals. The first player's
    advantage and the draw parameter are unscaled Elo points (davidson: a ratio).

      arena ratings games.pgn --anchor "Stockfish 17"=3600
      arena ratings results.txt --draws half --advantage none --json
    """
  static let printsResult = true

  static func run(_ arguments: Arguments) throws {
    guard !arguments.words.isEmpty else {
      throw UsageError("RESULTS is missing: arena \(name) \(usage)")
    }
    guard !arguments.words.contains("") else {
      throw UsageError("RESULTS cannot be empty: arena \(name) \(usage)")
    }
    let model = try model(arguments)
    let prior = try arguments.number("prior", in: 0...1e6) ?? 0
    let anchors = try anchors(arguments)
    var pool = ResultPool()
    for path in arguments.words {
      try pool.add(InputText.read(path), from: path == "-" ? "standard input" : path)
    }
    guard pool.count > 0 else {
      throw CommandFailure("no finished game between two players in \(arguments.words[0])")
    }
    guard pool.names.count <= Ratings.mostPlayers else {
      throw CommandFailure(
        "\(arguments.words[0]) has \(Text.grouped(pool.names.count)) players: at most "
          + "\(Text.grouped(Ratings.mostPlayers)) are rated at once")
    }
    var held: [Int: Double] = [:]
    for (name, elo) in anchors {
      guard let player = pool.names.firstIndex(of: name) else {
        throw UsageError(
          "--anchor \(OneLine.quoting(name)): "
            + NearestWord.advice(
              for: name, among: pool.names, introducing: "the players are",
              source: "arena ratings \(arguments.words[0])"))
      }
      held[player] = elo
    }
    let table = RatingTable(
      pool,
      Ratings(
        of: pool.names.count, from: pool.results, model: model, priorGames: prior, anchors: held,
        pairs: arguments.has("pairs") ? pool.pairs : nil),
      anchors: held, hasMatrix: arguments.has("matrix"))
    say(arguments.has("json") ? table.asJSONLine : table.text)
  }

  private static func model(_ arguments: Arguments) throws -> RatingModel {
    let draws: [String: RatingModel.Draws] = [
      "half": .halfWins, "davidson": .davidson, "rao-kupper": .raoKupper,
    ]
    return RatingModel(
      draws: try arguments.choice("draws", among: draws),
      hasAdvantage: try arguments.choice("advantage", among: ["none": false, "fitted": true]))
  }

  /// The name may hold an equals sign itself, as a player's spec does.
  private static func anchors(_ arguments: Arguments) throws -> [String: Double] {
    var anchors: [String: Double] = [:]
    for text in arguments.all("anchor") {
      guard let sign = text.lastIndex(of: "="), sign > text.startIndex,
        let elo = Double(text[text.index(after: sign)...]), abs(elo) <= 100_000
      else {
        throw UsageError("--anchor cannot be '\(text)': it must be NAME=ELO, -100000 to 100000")
      }
      guard anchors.updateValue(elo, forKey: String(text[..<sign])) == nil else {
        throw UsageError("--anchor gives \(text[..<sign]) twice")
      }
    }
    return anchors
  }
}
