import ArenaCore
import Storage
public import Training

/// The mistakes of a player against a solver.
public struct SolverReport: Sendable, Hashable, Codable {
  /// With all that the player does.
  public var player: MistakeTable
  /// Of its network's policy alone; nil where the player does not search.
  public var policy: MistakeTable?

  /// The rates by name: `mistakes_end`, `policy_mistakes_end`, ...
  public var metrics: [Metric] { player.metrics() + (policy?.metrics(prefix: "policy_") ?? []) }

  /// For a checkpoint's line: "mistakes 1.5 % (policy 7.0 %): end 0.0 (1.0), ...".
  public var summary: String {
    var text = "mistakes \(percent(player.total)) %"
    if let policy { text += " (policy \(percent(policy.total)) %)" }
    guard player.rows.count > 1 else { return text }
    let kinds = player.rows.enumerated().map { index, row in
      let policy = policy.map { " (\(percent($0.rows[index])))" } ?? ""
      return "\(row.name) \(percent(row))\(policy)"
    }
    return text + ": " + kinds.joined(separator: ", ")
  }

  /// One line a kind of position, and one for all.
  public var text: String {
    let rows = player.rows.count > 1 ? player.rows + [player.total] : [player.total]
    let policyRows = policy.map { $0.rows.count > 1 ? $0.rows + [$0.total] : [$0.total] }
    return rows.enumerated().map { index, row in
      var line = row.name.isEmpty ? "all" : row.name
      line += String(repeating: " ", count: max(1, 15 - line.count))
      line += "mistakes \(row.mistakes) of \(row.positions) (\(percent(row)) %)"
      if let policy = policyRows?[index] {
        line += ", policy alone \(policy.mistakes) (\(percent(policy)) %)"
      }
      return line
    }.joined(separator: "\n")
  }

  /// The report as one line of JSON.
  public var jsonLine: String { asJSONLine }

  private func percent(_ row: MistakeTable.Row) -> String {
    Text.fixed(100 * row.rate, decimals: 1)
  }
}
