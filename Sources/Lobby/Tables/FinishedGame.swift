import Foundation
public import Match
import Wire

/// A game that ended, as long as it is among the last ones.
struct FinishedGame: Sendable {
  let table: Int
  let terms: GameTerms
  /// Accounts by seat, `[2]`: they may be forgotten by now.
  let seats: [AccountID]
  /// Names by seat, `[2]`.
  let names: [String]
  /// Its record, as a line of JSON with its end.
  let line: [UInt8]
}

/// A finished game of the file of all of them.
public struct ArchivedGame: Sendable, Hashable {
  public let table: Int
  /// The line of JSON that it was read from, without its end.
  public let line: String
  public let record: GameRecord

  /// Reads a line as the lobby writes them; nil for another.
  public init?(line: String) {
    // The one key that a record does not have itself.
    guard let key = line.range(of: "\"table\":"),
      let table = WordForm.number(String(line[key.upperBound...].prefix { $0.isNumber })),
      let record = try? GameRecord(jsonLine: line)
    else { return nil }
    self.table = table
    self.line = line
    self.record = record
  }
}

/// What somebody wants to know of finished games.
public enum GameQuery: Sendable, Hashable {
  /// The game of a table, and whether in the Smart Game Format.
  case table(Int, asSGF: Bool)
  /// The last games of a player, whatever the case of the name, so many at most.
  case player(String, limit: Int)

  /// The most games that answer it.
  public var limit: Int {
    switch self {
    case .table: 1
    case .player(_, let limit): limit
    }
  }

  /// Whether a game answers it.
  public func isMeant(_ game: ArchivedGame) -> Bool {
    switch self {
    case .table(let table, _): game.table == table
    case .player(let name, _):
      [game.record.first, game.record.second].contains { $0.lowercased() == name.lowercased() }
    }
  }
}
