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
    /// Against each player in order of the rows; nil against oneself, and in a large pool none.
    public let against: [Score?]
    /// The likelihood that it is stronger than each player in order of the rows, likewise.
    public let superiority: [Double?]
    /// Games lost by what it did or failed to do, by cause.
    public let forfeits: [String: Int]
  }

  /// In a pool of more players rows do not tell of every other one.
  private static let widest = 40

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
    anchorElo: Double = 0, pairs: Bool = false
  ) {
    let names = standings.names
    let ratings = standings.ratings(model: model, pairs: pairs)
    let (scores, forfeits) = (standings.scores, standings.forfeits)
    let anchorIndex = anchor.map { name in
      guard let index = names.firstIndex(of: name) else {
        preconditionFailure("the anchor \(name) is not among \(names)")
      }
      return index
    }
    let order = names.indices.sorted {
      (ratings.elo[$1], $0) < (ratings.elo[$0], $1)
    }
    let others = order.count > Self.widest ? [] : order
    rows = order.map { player in
      let estimate =
        anchorIndex.map { ratings.difference(of: player, above: $0) }
        ?? ratings.estimate(of: player)
      let shift = anchorIndex == nil ? 0 : anchorElo
      return Row(
        name: names[player], elo: estimate.elo + shift, lower: estimate.lower + shift,
        upper: estimate.upper + shift, total: scores[player],
        against: others.map {
          $0 == player ? nil : standings.score(of: player, against: $0)
        },
        superiority: others.map { $0 == player ? nil : ratings.superiority(of: player, over: $0) },
        forfeits: Dictionary(
          forfeits[player].map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: +))
    }
    advantage = ratings.advantage.elo
    advantageMargin = ratings.advantage.margin
    var remarks = ratings.remarks(
      names: names,
      scale: anchor.map { "\($0) = \(Text.fixed(anchorElo, decimals: 0))" }
        ?? "mean of the pool = 0")
    if names.count == 2 {
      remarks += Self.remarks(on: standings.sample(of: order[0], against: order[1]))
    }
    for player in order where !forfeits[player].isEmpty {
      let list = forfeits[player].sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "\($0.value) by \($0.key.blame)" }
      remarks.append("\(names[player]) forfeited games: \(list.joined(separator: ", "))")
    }
    self.remarks = remarks
  }

  /// What the pairs of games of two players say, whose games may depend on each other.
  private static func remarks(on sample: ScoreSample) -> [String] {
    guard sample.total > 0 else { return [] }
    let counts = sample.counts.map { Text.fixed($0, decimals: 0) }.joined(separator: ", ")
    return [
      "pairs of games by points 0, 1/2, 1, 3/2, 2: \(counts)",
      "by pairs: Elo \(sample.elo.description), normalised \(sample.normalisedElo.description), "
        + "likelihood of superiority \(Text.fixed(100 * sample.superiority, decimals: 1)) %",
    ]
  }

  /// The table as text, several lines without a trailing newline; cells are wins-draws-losses.
  public var text: String {
    var lines = [["", "player", "elo", "95 %", "games", "score"]]
    for index in rows.indices where !rows[0].against.isEmpty { lines[0].append(String(index + 1)) }
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
