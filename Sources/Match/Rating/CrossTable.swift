import ArenaCore
import Storage

/// The table of a tournament, strongest first: for people, and as JSON.
public struct CrossTable: Sendable, Hashable, Codable {
  /// One player's line.
  public struct Row: Sendable, Hashable, Codable {
    public let name: String
    /// The rating and its 95 % interval; the anchor's own has no width.
    public let elo: Double
    public let lower: Double
    public let upper: Double
    public let total: Score
    /// Against each player in order of the rows; nil against oneself.
    public let against: [Score?]
  }

  public let rows: [Row]
  /// What moving first is worth in Elo points, with its interval's half width.
  public let advantage: Double
  public let advantageMargin: Double
  /// What a reader must know about the ratings, one remark a line.
  public let remarks: [String]

  /// - Parameter anchor: the player whose rating is `anchorElo`, against whom all intervals are
  ///   taken; nil rates against the mean of the pool, 0.
  /// - Precondition: the anchor is one of the players.
  public init(
    _ standings: Standings, model: RatingModel = RatingModel(), anchor: String? = nil,
    anchorElo: Double = 0
  ) {
    let names = standings.names
    let ratings = standings.ratings(model: model)
    let anchorIndex = anchor.map { name in
      guard let index = names.firstIndex(of: name) else {
        preconditionFailure("the anchor \(name) is not among \(names)")
      }
      return index
    }
    let order = names.indices.sorted {
      (ratings.elo[$1], $0) < (ratings.elo[$0], $1)
    }
    rows = order.map { player in
      let estimate =
        anchorIndex.map { ratings.difference(of: player, above: $0) }
        ?? ratings.estimate(of: player)
      let shift = anchorIndex == nil ? 0 : anchorElo
      return Row(
        name: names[player], elo: estimate.elo + shift, lower: estimate.lower + shift,
        upper: estimate.upper + shift, total: standings.score(of: player),
        against: order.map {
          $0 == player ? nil : standings.score(of: player, against: $0)
        })
    }
    advantage = ratings.advantage.elo
    advantageMargin = ratings.advantage.margin
    remarks = ratings.remarks(
      names: names,
      scale: anchor.map { "\($0) = \(Text.fixed(anchorElo, decimals: 0))" }
        ?? "mean of the pool = 0")
  }

  /// The table as text, several lines without a trailing newline; cells are wins-draws-losses.
  public var text: String {
    var lines = [["", "player", "elo", "95 %", "games", "score"]]
    for index in rows.indices { lines[0].append(String(index + 1)) }
    for (index, row) in rows.enumerated() {
      lines.append([
        String(index + 1), row.name, Text.signed(row.elo, decimals: 0),
        "+-\(Text.fixed((row.upper - row.lower) / 2, decimals: 0))", String(row.total.games),
        "\(Text.fixed(100 * row.total.mean, decimals: 1)) %",
      ])
      for score in row.against {
        lines[index + 1].append(
          score.map { $0.games == 0 ? "." : "\($0.wins)-\($0.draws)-\($0.losses)" } ?? "-")
      }
    }
    return (Text.table(lines, left: [1]) + remarks).joined(separator: "\n")
  }

  /// The table as one line of JSON; keys in alphabetical order.
  public var jsonLine: String { asJSONLine }
}
