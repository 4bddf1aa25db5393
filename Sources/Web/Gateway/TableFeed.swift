import ArenaCore
import Match
import Storage

/// One table of the match server as everybody who looks at it through a page sees it: mirrored once,
/// however many look.
final class TableFeed {
  let id: Int
  private(set) var game = ""
  private(set) var options = "-"
  private(set) var clock = "none"
  private(set) var rules = ""
  private(set) var players = ["", ""]
  private(set) var session: (any GameSession)?
  private(set) var shape: BoardShape?
  private(set) var turn = "first"
  /// Milliseconds that each seat had left at `moment`; nil without a limit.
  private var time: [Int?] = [nil, nil]
  private var moment: Duration = .zero
  private var isRunning = false
  private var drawOfferedBy: String?
  private var takebackOfferedBy: String?
  /// What the players said last.
  private var remarks: [TableRemark] = []
  private static let remarkLimit = 100
  private(set) var result: TableResult?
  /// Who reads its events.
  var readers: Set<UInt64> = []
  /// Who waits to hear whether there is such a table.
  var waiting: [(TableFeed?) -> Void] = []
  var lastUse: Duration

  init(_ id: Int, at now: Duration) {
    self.id = id
    lastUse = now
  }

  var isKnown: Bool { session != nil }

  /// What the server says of the table; the event for the page, if it changes what that shows.
  func take(
    _ words: [String], in directory: GameDirectory, at now: Duration
  ) -> ServerSentEvent? {
    switch words[0] {
    case "watching" where words.count >= 8:
      (game, options, clock) = (words[2], words[3], words[4])
      rules = words[5] == "-" ? "" : words[5]
      players = [words[6], words[7]]
      return nil
    case "state" where words.count >= 7:
      guard let start = try? directory.session(game, Options.values(of: options)) else {
        return nil
      }
      var session = start
      for move in words[7...] {
        guard (try? session.play(notation: move)) != nil else { return nil }
      }
      self.session = session
      shape = BoardShape(of: start)
      isRunning = words[4] == "runs"
      keepTime(words[3], words[5], words[6], at: now)
      return snapshot(at: now).map { ServerSentEvent("table", $0) }
    case "moved" where words.count >= 8:
      guard (try? session?.play(notation: words[4])) != nil, let session, let shape else {
        return nil
      }
      isRunning = clock != "none"
      keepTime(words[5], words[6], words[7], at: now)
      (drawOfferedBy, takebackOfferedBy) = (nil, nil)
      return ServerSentEvent(
        "moved",
        TableMove(
          table: id, ply: session.ply, seat: words[3], move: words[4], turn: turn, time: time,
          board: BoardPicture(of: session, shape)))
    case "clock" where words.count >= 5:
      isRunning = words[2] == "runs"
      keepTime(turn, words[3], words[4], at: now)
      return ServerSentEvent("clock", TableClock(table: id, time: time, isRunning: isRunning))
    case "draw-offered" where words.count >= 3:
      drawOfferedBy = words[2]
      return ServerSentEvent("draw", TableOffer(table: id, seat: words[2]))
    case "takeback-offered" where words.count >= 4:
      takebackOfferedBy = words[2]
      return ServerSentEvent("takeback", TableOffer(table: id, seat: words[2]))
    case "taken-back" where words.count >= 6:
      guard let ply = Int(words[2]) else { return nil }
      while let reached = session?.ply, reached > ply {
        guard (try? session?.undo()) != nil else { return nil }
      }
      isRunning = clock != "none"
      keepTime(words[3], words[4], words[5], at: now)
      (drawOfferedBy, takebackOfferedBy) = (nil, nil)
      return snapshot(at: now).map { ServerSentEvent("table", $0) }
    case "said" where words.count >= 4:
      // Watchers' words are not for the players, who may read the same stream.
      guard players.contains(where: { $0.lowercased() == words[2].lowercased() }) else {
        return nil
      }
      let remark = TableRemark(
        table: id, name: words[2], text: words.dropFirst(3).joined(separator: " "))
      remarks = remarks.suffix(Self.remarkLimit - 1) + [remark]
      return ServerSentEvent("said", remark)
    case "result" where words.count >= 6:
      time = timeLeft(at: now)
      (turn, isRunning) = ("over", false)
      let result = TableResult(
        winner: words[2], cause: words[3], text: words.dropFirst(6).joined(separator: " "))
      self.result = result
      return ServerSentEvent("result", TableEnd(table: id, result: result))
    default: return nil
    }
  }

  private func keepTime(_ turn: String, _ first: String, _ second: String, at now: Duration) {
    self.turn = turn
    // Of a Canadian period, `MS/MOVES`, the time alone is shown.
    time = [first, second].map { Int($0.prefix { $0 != "/" }) }
    moment = now
  }

  private func timeLeft(at now: Duration) -> [Int?] {
    guard isRunning else { return time }
    let gone = (now - moment).wholeMilliseconds
    return zip(["first", "second"], time).map { seat, left in
      left.map { seat == turn ? max(0, $0 - gone) : $0 }
    }
  }

  /// All that a page needs to draw the table; nil before the server has told.
  func snapshot(at now: Duration) -> TableSnapshot? {
    guard let session, let shape else { return nil }
    return TableSnapshot(
      table: id, game: game, options: options == "-" ? "" : options, clock: clock, rules: rules,
      first: players[0], second: players[1], ply: session.ply, turn: turn,
      time: timeLeft(at: now), isRunning: isRunning, moves: session.moves, shape: shape,
      board: BoardPicture(of: session, shape), drawOfferedBy: drawOfferedBy,
      takebackOfferedBy: takebackOfferedBy, remarks: remarks, result: result)
  }

  /// Whether the game ended with a result; an aborted one did not.
  var isFinished: Bool { result.map { $0.winner != "none" } ?? false }

  /// The record of the game, as far as it has come; how it ended means something once it `isFinished`.
  var record: GameRecord? {
    guard let session else { return nil }
    let result = result ?? TableResult(winner: "none", cause: "", text: "not over yet")
    let winner = Seat.allCases.first { $0.name == result.winner }
    return GameRecord(
      game: game, options: options == "-" ? "" : options, first: players[0], second: players[1],
      moves: session.moves, outcome: Outcome(winner: winner, reason: result.text),
      cause: GameRecord.Cause(rawValue: result.cause) ?? .abandonment)
  }
}

/// How a table's game ended: `first`, `second`, `draw` or, for an aborted one, `none`.
struct TableResult: Sendable, Hashable, Codable {
  let winner: String
  let cause: String
  let text: String
}

struct TableSnapshot: Encodable {
  let table: Int
  let game: String
  let options: String
  let clock: String
  /// What is agreed on beside the game's own rules, as in the protocol; empty for nothing.
  let rules: String
  let first: String
  let second: String
  let ply: Int
  let turn: String
  let time: [Int?]
  /// Whether the time of the seat to move runs: never without a clock, nor once the game is over.
  let isRunning: Bool
  let moves: [String]
  let shape: BoardShape
  let board: BoardPicture
  let drawOfferedBy: String?
  let takebackOfferedBy: String?
  let remarks: [TableRemark]
  let result: TableResult?
}

/// What a player said to the table.
struct TableRemark: Encodable {
  let table: Int
  let name: String
  let text: String
}

private struct TableMove: Encodable {
  let table: Int
  let ply: Int
  let seat: String
  let move: String
  let turn: String
  let time: [Int?]
  let board: BoardPicture
}

private struct TableClock: Encodable {
  let table: Int
  let time: [Int?]
  let isRunning: Bool
}

private struct TableOffer: Encodable {
  let table: Int
  let seat: String
}

private struct TableEnd: Encodable {
  let table: Int
  let result: TableResult
}

/// One event of a stream, encoded once for all its readers.
struct ServerSentEvent {
  let bytes: [UInt8]

  /// - Parameter name: a word.
  init(_ name: String, _ value: some Encodable) {
    // One line of JSON has no line ends, which would end the field.
    bytes = Array("event: \(name)\ndata: \(value.asJSONLine)\n\n".utf8)
  }
}
