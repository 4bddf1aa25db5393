import ArenaCore
import Match
import Storage

/// What a tuning found: every candidate's score against the default, and a recommendation.
public struct TuningReport: Sendable {
  /// A candidate's line, as JSON has it.
  public struct Row: Sendable, Hashable, Codable {
    public let values: String
    public let games: Int
    public let score: Double
    /// Above the default, or above its opponents where these are other candidates.
    public let elo: Double
    public let lower: Double
    public let upper: Double
  }

  private let space: SearchSpace
  private let method: String
  let defaults: [String]
  var recommendation: [String]
  /// Of the recommendation against the default; nil where it is the default, or no test was asked for.
  var test: SequentialReport?
  /// Pairs of games by candidate and their points, `[5]`.
  private var counts: [[String]: [Int]] = [:]

  init(space: SearchSpace, method: String, defaults: [String]) {
    self.space = space
    self.method = method
    self.defaults = defaults
    recommendation = defaults
  }

  mutating func add(_ trials: [TuningTrial], _ scores: [[Double]]) {
    for (trial, scores) in zip(trials, scores) {
      for score in scores {
        counts[trial.values, default: [0, 0, 0, 0, 0]][Int(4 * score)] += 1
        if let other = trial.against {
          counts[other, default: [0, 0, 0, 0, 0]][4 - Int(4 * score)] += 1
        }
      }
    }
  }

  /// The candidates, best first.
  public var rows: [Row] {
    counts.map { values, counts in
      let sample = ScoreSample(pairs: counts)
      return Row(
        values: space.text(values), games: 2 * Int(sample.total), score: sample.mean,
        elo: sample.elo.elo, lower: sample.elo.lower, upper: sample.elo.upper)
    }.sorted { ($1.score, $1.games, $0.values) < ($0.score, $0.games, $1.values) }
  }

  /// The recommendation in words.
  public var verdict: String {
    let values = space.text(recommendation)
    guard recommendation != defaults else {
      return "recommendation: keep the default, \(values)"
    }
    guard let test else { return "recommendation, not tested: \(values)" }
    let elo =
      "\(Text.signed(test.corrected, decimals: 0)) Elo "
      + "(\(Text.signed(test.correctedLower, decimals: 0)) to "
      + "\(Text.signed(test.correctedUpper, decimals: 0))) in \(Text.grouped(test.games)) games"
    switch test.decision {
    case "H1": return "recommendation: \(values), better than the default: \(elo)"
    case "H0":
      return "recommendation: keep the default, \(space.text(defaults)): \(values) is no better, "
        + elo
    default:
      return "recommendation: \(values), not confirmed: the games ended before the test, \(elo)"
    }
  }

  /// Several lines without a trailing newline.
  public var text: String {
    var lines = [["", "candidate", "games", "score", "elo", "95 %"]]
    for (index, row) in rows.enumerated() {
      lines.append([
        String(index + 1), row.values, String(row.games), Text.percent(row.score),
        Text.signed(row.elo, decimals: 0),
        "\(Text.signed(row.lower, decimals: 0)) ... \(Text.signed(row.upper, decimals: 0))",
      ])
    }
    let against = method == "spsa" ? "each other" : "the default, \(space.text(defaults))"
    return (Text.table(lines, left: [1]) + ["scores by \(method) against \(against)", verdict])
      .joined(separator: "\n")
  }

  private struct JSON: Encodable {
    let candidates: [Row]
    let method: String
    let recommendation: String
    let test: SequentialReport?
    let verdict: String
  }

  /// One line of JSON.
  public var jsonLine: String {
    JSON(
      candidates: rows, method: method, recommendation: space.text(recommendation), test: test,
      verdict: verdict
    ).asJSONLine
  }
}
