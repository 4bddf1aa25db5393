import ArenaCore
import Foundation
import Storage
import Training

/// How many games of self-play each setting of the features took to reach the target.
public struct AblationReport: Sendable, Hashable, Codable {
  public struct Row: Sendable, Hashable, Codable {
    /// `all features`, `without NAME` or `plain`.
    public var setting: String
    /// By seed; nil where the target was not reached.
    public var games: [Int?]

    public init(setting: String, games: [Int?]) {
      self.setting = setting
      self.games = games
    }

    /// The games of the seeds, fewest first; nil for those that did not get there, last.
    private var sorted: [Int?] { games.sorted { ($0 ?? .max) < ($1 ?? .max) } }

    /// The median, the lower of the two in the middle for an even number of seeds; nil where half of
    /// the seeds did not get there.
    public var median: Int? { sorted[(games.count - 1) / 2] }
    public var lowest: Int? { sorted[0] }
    public var highest: Int? { sorted[games.count - 1] }
  }

  public var game: String
  public var agent: String
  public var target: String
  /// Games after which a training was given up.
  public var limit: Int
  public var rows: [Row]

  public init(game: String, agent: String, target: String, limit: Int, rows: [Row]) {
    self.game = game
    self.agent = agent
    self.target = target
    self.limit = limit
    self.rows = rows
  }

  /// The probability that the median of all seeds there are lies between the lowest and the highest
  /// of those tried.
  public var confidence: Double {
    1 - 2 * pow(0.5, Double(rows.first?.games.count ?? 0))
  }

  /// A table for people.
  public var text: String {
    let heading = ["setting", "games", "lowest", "highest", "of all features"]
    let base = rows.first?.median
    let cells =
      [heading]
      + rows.map { row in
        let ratio = base.flatMap { base in
          row.median.map { Text.fixed(Double($0) / Double(max(1, base)), decimals: 2) }
        }
        return [row.setting] + [row.median, row.lowest, row.highest].map(figure) + [ratio ?? "-"]
      }
    let seeds = rows.first?.games.count ?? 0
    return
      (Text.table(cells, left: [0]) + [
        "games of self-play until \(target); median, lowest and highest of \(seeds) seeds",
        "the interval holds the median of all seeds with probability "
          + "\(Text.fixed(100 * confidence, decimals: 0)) %",
      ]).joined(separator: "\n")
  }

  private func figure(_ games: Int?) -> String {
    games.map(Text.grouped) ?? "> \(Text.grouped(limit))"
  }

  /// The report as one line of JSON.
  public var jsonLine: String { asJSONLine }
}
