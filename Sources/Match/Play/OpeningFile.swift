public import ArenaCore

/// Openings from a file: a line each, moves between blanks; or games in SGF, their moves from the
/// first to the last of the main line.
public struct OpeningFile {
  private let source: String
  private let text: String

  /// - Parameter source: the file's name, for messages.
  public init(_ text: String, source: String) {
    self.source = source
    self.text = text
  }

  /// The openings as actions.
  ///
  /// - Throws: `OpeningError` at the first move that the rules do not allow, or that ends the game.
  public func openings<Game: BoardGame>(of start: Game) throws(OpeningError) -> [[Int]] {
    let isSGF = text.utf8.first { $0 > 32 } == UInt8(ascii: "(")
    let openings = try isSGF ? readSGF(of: start) : readLines(of: start)
    guard !openings.isEmpty else { throw .empty(source: source) }
    return openings
  }

  private func readLines<Game: BoardGame>(of start: Game) throws(OpeningError) -> [[Int]] {
    var openings: [[Int]] = []
    for line in ResultPool.lines(text) where line.bytes.first != UInt8(ascii: "#") {
      let words = String(Substring(line.bytes)).split { $0 == " " || $0 == "\t" || $0 == "," }
      var game = start
      var opening: [Int] = []
      for word in words {
        guard word.utf8.count <= 64, let action = start.action(from: String(word)) else {
          throw refusal(line.number, "\(OneLine.quoting(word)) is no move")
        }
        try play(action, in: &game, String(word), line.number)
        opening.append(action)
      }
      openings.append(opening)
    }
    return openings
  }

  private func readSGF<Game: BoardGame>(of start: Game) throws(OpeningError) -> [[Int]] {
    guard case .planes(_, let rows, let columns) = start.observationShape else {
      throw refusal(1, "SGF holds openings of games on a board")
    }
    var openings: [[Int]] = []
    var reader = SGFMoveReader(text)
    while let game = reader.nextGame() {
      if let reason = game.flaw { throw refusal(game.line, reason) }
      var position = start
      var opening: [Int] = []
      for move in game.moves {
        let action: Int
        if let (column, row) = move.point {
          guard column < columns, row < rows else {
            throw refusal(game.line, "\(OneLine.quoting(move.text)) is not on the board")
          }
          action = (rows - 1 - row) * columns + column
        } else {
          guard let pass = start.action(from: "pass") else {
            throw refusal(game.line, "\(OneLine.quoting(move.text)) is no point")
          }
          action = pass
        }
        guard position.turn == move.seat else {
          throw refusal(game.line, "\(OneLine.quoting(move.text)) is not that colour's turn")
        }
        try play(action, in: &position, move.text, game.line)
        opening.append(action)
      }
      openings.append(opening)
    }
    return openings
  }

  private func play<Game: BoardGame>(
    _ action: Int, in game: inout Game, _ word: String, _ line: Int
  ) throws(OpeningError) {
    guard game.turn != nil, game.isLegal(action) else {
      throw refusal(line, "\(OneLine.quoting(word)) is not legal there")
    }
    game.play(action)
    guard game.turn != nil else {
      throw refusal(line, "the game is over after \(OneLine.quoting(word))")
    }
  }

  private func refusal(_ line: Int, _ reason: String) -> OpeningError {
    .unreadable(source: source, line: line, reason: reason)
  }
}

/// Reads the moves of the main lines of games in SGF: black is the first seat.
///
/// Source: Hollosi, SGF FF[4], red-bean.com/sgf.
private struct SGFMoveReader {
  struct Move {
    let seat: Seat
    let text: String
    /// Column and row from the upper left corner; nil for a pass.
    var point: (Int, Int)? {
      let letters = text.utf8.map { byte -> Int? in
        switch byte {
        case 97...122: Int(byte) - 97
        case 65...90: Int(byte) - 65 + 26
        default: nil
        }
      }
      // On boards up to 19x19 old files pass by tt.
      guard letters.count == 2, text != "tt", let x = letters[0], let y = letters[1] else {
        return nil
      }
      return (x, y)
    }
  }

  struct Game {
    let line: Int
    var moves: [Move] = []
    /// Why it is no opening.
    var flaw: String?
  }

  private var rest: Substring.UTF8View
  private var line = 1

  init(_ text: String) { rest = text[...].utf8 }

  /// The next game; nil at the end.
  mutating func nextGame() -> Game? {
    while let byte = take() { if byte == UInt8(ascii: "(") { return readGame() } }
    return nil
  }

  private mutating func readGame() -> Game {
    var game = Game(line: line)
    var depth = 1
    // A variation that ended: what follows is no main line.
    var isAside = false
    var name: [UInt8] = []
    var hasValue = false
    while depth > 0 {
      guard let byte = take() else {
        game.flaw = "the game that begins here does not end"
        return game
      }
      switch byte {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        isAside = true
      case UInt8(ascii: "["):
        let value = readValue()
        hasValue = true
        guard !isAside else { continue }
        switch String(decoding: name, as: UTF8.self) {
        case "B": game.moves.append(Move(seat: .first, text: value))
        case "W": game.moves.append(Move(seat: .second, text: value))
        case "AB", "AW", "AE": game.flaw = game.flaw ?? "stones set up are no opening"
        default: break
        }
      case 65...90:
        if hasValue { name = [] }
        hasValue = false
        name.append(byte)
      case UInt8(ascii: ";"): name = []
      default: break
      }
    }
    return game
  }

  private mutating func readValue() -> String {
    var value: [UInt8] = []
    while let byte = take(), byte != UInt8(ascii: "]") {
      if byte == UInt8(ascii: "\\") {
        if let next = take() { value.append(next) }
      } else if byte > 32 {
        value.append(byte)
      }
    }
    return String(decoding: value, as: UTF8.self)
  }

  private mutating func take() -> UInt8? {
    guard let byte = rest.popFirst() else { return nil }
    if byte == UInt8(ascii: "\n") { line += 1 }
    return byte
  }
}
