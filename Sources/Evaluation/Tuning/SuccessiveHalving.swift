import ArenaCore
import Storage

/// Many candidates for a short time, the best of them for longer, and so on.
///
/// Source: Jamieson and Talwalkar 2016.
public struct SuccessiveHalving: Sendable {
  /// Trainings of one length.
  public struct Round: Sendable {
    public let number: Int
    public let steps: Int
    /// Numbers of the candidates, and their values.
    public let candidates: [Int]
    public let values: [[String]]
  }

  /// A candidate's line, as JSON has it.
  private struct Row: Encodable {
    let values: String
    let steps: Int
    let score: Double?
    let margin: Double?
  }

  private let space: SearchSpace
  private let candidates: [[String]]
  private let steps: Int
  /// One in so many goes on.
  public let keep: Int
  private var alive: [Int]
  private var round = 0
  private let rounds: Int
  /// The last round and score of each candidate.
  private var last: [Int: (steps: Int, score: Double?, margin: Double?)] = [:]

  /// - Parameters:
  ///   - defaults: the first candidate.
  ///   - steps: of the last round's trainings.
  public init(
    _ space: SearchSpace, defaults: [String], runs: Int, keep: Int, steps: Int, seed: UInt64
  ) {
    self.space = space
    self.keep = keep
    self.steps = steps
    var random = RandomSource(seed: seed, streams: 0x6861)
    var candidates = [defaults]
    // Few values may not make so many candidates.
    for _ in 0..<20 * runs where candidates.count < runs {
      let values = space.values(at: space.axes.map { _ in random.uniform() })
      if !candidates.contains(values) { candidates.append(values) }
    }
    self.candidates = candidates
    alive = Array(candidates.indices)
    var rounds = 1
    var left = candidates.count
    while left >= keep {
      left /= keep
      rounds += left >= 1 ? 1 : 0
    }
    self.rounds = rounds
  }

  public var count: Int { candidates.count }

  /// The trainings to do next; nil at the end.
  public func nextRound() -> Round? {
    guard round < rounds else { return nil }
    var length = steps
    for _ in round..<rounds - 1 { length /= keep }
    return Round(
      number: round + 1, steps: max(1, length), candidates: alive,
      values: alive.map { candidates[$0] })
  }

  /// Takes the scores of a round, nil for a training that failed.
  public mutating func take(_ scores: [(Double, Double?)?]) {
    guard let done = nextRound() else { return }
    for (candidate, score) in zip(alive, scores) {
      last[candidate] = (done.steps, score?.0, score?.1)
    }
    let order = alive.sorted {
      (-(last[$0]?.score ?? -.infinity), $0) < (-(last[$1]?.score ?? -.infinity), $1)
    }
    alive = Array(order.prefix(max(1, order.count / keep)))
    round += 1
  }

  private var rows: [Row] {
    let order = candidates.indices.sorted { one, other in
      let (a, b) = (last[one], last[other])
      return (-(a?.steps ?? 0), -(a?.score ?? -.infinity), one)
        < (-(b?.steps ?? 0), -(b?.score ?? -.infinity), other)
    }
    return order.map { candidate in
      Row(
        values: space.text(candidates[candidate]) + (candidate == 0 ? " (default)" : ""),
        steps: last[candidate]?.steps ?? 0, score: last[candidate]?.score,
        margin: last[candidate]?.margin)
    }
  }

  /// Several lines without a trailing newline: the longest trainings first.
  public var text: String {
    let rows = rows
    var lines = [["", "candidate", "steps", "score", "95 %"]]
    for (index, row) in rows.enumerated() {
      lines.append([
        String(index + 1), row.values, Text.grouped(row.steps),
        row.score.map(Text.figure) ?? "failed", row.margin.map { "+-\(Text.figure($0))" } ?? "-",
      ])
    }
    let best = rows.first.map { row in
      row.values.hasSuffix("(default)")
        ? "recommendation: keep the defaults" : "recommendation: \(row.values)"
    }
    return (Text.table(lines, left: [1]) + [best ?? ""]).joined(separator: "\n")
  }

  /// One line of JSON.
  public var jsonLine: String { ["candidates": rows].asJSONLine }
}
