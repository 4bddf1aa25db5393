public import Training

/// How many mistakes a player made in an evaluation, by kind of position.
public struct MistakeTable: Sendable, Hashable, Codable {
  public struct Row: Sendable, Hashable, Codable {
    /// The kind of positions; empty where there is only one.
    public var name: String
    public var positions: Int
    public var mistakes: Int

    /// Mistakes a position, 0 ... 1.
    public var rate: Double { positions == 0 ? 0 : Double(mistakes) / Double(positions) }
  }

  public var rows: [Row]

  public init(rows: [Row]) { self.rows = rows }

  /// All kinds together.
  public var total: Row {
    rows.reduce(into: Row(name: "", positions: 0, mistakes: 0)) { sum, row in
      sum.positions += row.positions
      sum.mistakes += row.mistakes
    }
  }

  /// The rates, 0 ... 1, as `mistakes`, `mistakes_end`, ... behind a prefix.
  public func metrics(prefix: String = "") -> [Metric] {
    [Metric(prefix + "mistakes", total.rate)]
      + rows.filter { !$0.name.isEmpty }.map { Metric("\(prefix)mistakes_\($0.name)", $0.rate) }
  }
}
