import ArenaCore

/// The ratings of a pool of results, strongest first: for people, and as JSON.
public struct RatingTable: Sendable, Hashable, Codable {
  /// One player's line.
  public struct Row: Sendable, Hashable, Codable {
    public let name: String
    /// The rating and its 95 % interval; one held fixed has no width.
    public let elo: Double
    public let lower: Double
    public let upper: Double
    public let games: Int
    /// Points per game.
    public let score: Double
    /// By player in order of the rows: how likely this one is the stronger one, and the expected
    /// score of both seats together. Nil where they were not asked for.
    public let superiority: [Double]?
    public let expected: [Double]?
  }

  public let players: [Row]
  /// What moving first is worth in Elo points, and half its interval; 0 where it is not fitted.
  public let advantage: Double
  public let advantageMargin: Double
  /// Rao-Kupper: the draw parameter in Elo points. Davidson: a ratio. Nil where there is none.
  public let draw: Double?
  /// Virtual games of each player.
  public let prior: Double
  /// What a reader must know about the ratings, one remark a line.
  public let remarks: [String]

  /// - Parameters:
  ///   - anchors: the ratings that were held fixed.
  ///   - hasMatrix: whether each row tells of every other player too.
  public init(
    _ pool: ResultPool, _ ratings: Ratings, anchors: [Int: Double], hasMatrix: Bool = false
  ) {
    let names = pool.names
    let order = names.indices.sorted { (ratings.elo[$1], names[$0]) < (ratings.elo[$0], names[$1]) }
    let scores = pool.scores
    players = order.map { player in
      let estimate = ratings.estimate(of: player)
      return Row(
        name: names[player], elo: estimate.elo, lower: estimate.lower, upper: estimate.upper,
        games: scores[player].games, score: scores[player].mean,
        superiority: hasMatrix ? order.map { ratings.superiority(of: player, over: $0) } : nil,
        expected: hasMatrix ? order.map { ratings.expectation(of: player, against: $0) } : nil)
    }
    advantage = ratings.advantage.elo
    advantageMargin = ratings.advantage.margin
    draw = ratings.drawParameter
    prior = ratings.priorGames
    var remarks = ratings.remarks(
      names: names,
      scale: anchors.isEmpty
        ? "mean of the pool = 0"
        : "held fixed: "
          + anchors.keys.sorted().map { names[$0] }.joined(separator: ", "))
    if pool.unfinished > 0 { remarks.append("unfinished games left out: \(pool.unfinished)") }
    if pool.againstItself > 0 {
      remarks.append("games of a player against itself left out: \(pool.againstItself)")
    }
    self.remarks = remarks
  }

  /// Several lines without a trailing newline.
  public var text: String {
    var rows = [["", "player", "elo", "95 %", "games", "score"]]
    for (index, row) in players.enumerated() {
      rows.append([
        String(index + 1), row.name, Text.signed(row.elo, decimals: 1),
        "+-\(Text.fixed((row.upper - row.lower) / 2, decimals: 1))", String(row.games),
        "\(Text.fixed(100 * row.score, decimals: 1)) %",
      ])
    }
    var lines = Text.table(rows, left: [1])
    for (title, matrix) in [
      ("likelihood of superiority, %", players.compactMap(\.superiority)),
      ("expected score, %", players.compactMap(\.expected)),
    ] where !matrix.isEmpty {
      let heading = ["", title] + players.indices.map { String($0 + 1) }
      let cells = zip(players.indices, matrix).map { index, row in
        [String(index + 1), players[index].name]
          + row.indices.map { $0 == index ? "-" : Text.fixed(100 * row[$0], decimals: 0) }
      }
      lines += [""] + Text.table([heading] + cells, left: [1])
    }
    return (lines + remarks).map(OneLine.cleaned).joined(separator: "\n")
  }
}
