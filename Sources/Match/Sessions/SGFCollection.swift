public import ArenaCore

/// Finished games as a collection in the Smart Game Format, for board viewers.
///
/// For games whose actions are the points of a board, `row * columns + column` with row 0 at the
/// bottom, and perhaps a pass behind them, and where black, the first seat, and white play in turn.
///
/// Source: Hollosi, SGF FF[4], red-bean.com/sgf.
public struct SGFCollection: Sendable, Hashable {
  /// The number of a game in the format.
  public enum Kind: Int, Sendable, Hashable {
    case go = 1
    case gomoku = 4
  }

  public let text: String

  /// - Parameters:
  ///   - records: of the game that begins with `start`.
  /// - Returns: nil where a game cannot be told in this way: its moves are not points, or the board
  ///   is larger than the format's letters.
  public init?<Game: BoardGame>(
    _ records: [GameRecord], of start: Game, kind: Kind
  ) {
    guard case .planes(_, let rows, let columns) = start.observationShape,
      rows <= 52, columns <= 52
    else { return nil }
    // Komi, without a needless point.
    let komi = (start as? any GoPosition).map { "KM[\($0.komi)]".replacing(".0]", with: "]") } ?? ""
    var text = ""
    for record in records {
      var game = "(;FF[4]GM[\(kind.rawValue)]CA[UTF-8]AP[arena]"
      game += rows == columns ? "SZ[\(rows)]" : "SZ[\(columns):\(rows)]"
      game += komi
      game += "PB[\(Self.escaped(record.first))]PW[\(Self.escaped(record.second))]"
      game += "RE[\(Self.result(of: record))]\n"
      for (ply, move) in record.moves.enumerated() {
        guard let action = start.action(from: move), action <= rows * columns,
          action < rows * columns || kind == .go
        else { return nil }
        game += ";\(ply.isMultiple(of: 2) ? "B" : "W")["
        if action < rows * columns {
          game += Self.letter(action % columns) + Self.letter(rows - 1 - action / columns)
        }
        game += "]"
      }
      text += game + ")\n"
    }
    self.text = text
  }

  private static func letter(_ index: Int) -> String {
    let base = index < 26 ? UInt8(ascii: "a") : UInt8(ascii: "A") - 26
    return String(UnicodeScalar(base + UInt8(index)))
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("]", with: "\\]")
  }

  private static func result(of record: GameRecord) -> String {
    guard let winner = record.outcome.winner else { return "0" }
    let points =
      switch record.cause {
      case .time: "T"
      case .resignation: "R"
      case .rules, .agreement, .adjudication: record.margin.map { "\($0)" } ?? ""
      case .illegalMove, .abandonment, .failure, .silence: "F"
      }
    return (winner == .first ? "B+" : "W+") + points
  }
}
