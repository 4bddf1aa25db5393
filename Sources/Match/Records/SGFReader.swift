import ArenaCore

/// Takes a text in the Smart Game Format apart, game by game, and judges nothing of what it finds.
/// Variations behind the first are passed over.
///
/// Source: Hollosi, SGF FF[4], red-bean.com/sgf.
struct SGFReader {
  struct Game {
    /// Where it begins in the text.
    let line: Int
    /// The first value of each property of the first node.
    var root: [String: String] = [:]
    /// The main line; black is the first seat.
    var moves: [Move] = []
    /// The first property that sets stones up beside the moves, such as `AB`.
    var setUp: String?

    fileprivate var nodes = 0

    fileprivate mutating func note(_ name: String, _ value: String) {
      switch name {
      case "B": moves.append(Move(seat: .first, text: value))
      case "W": moves.append(Move(seat: .second, text: value))
      case "AB", "AW", "AE": setUp = setUp ?? name
      default: if nodes <= 1 && root[name] == nil { root[name] = value }
      }
    }
  }

  struct Move {
    let seat: Seat
    let text: String

    enum Place: Hashable {
      case pass
      /// From the top left corner, from 0.
      case point(column: Int, row: Int)
    }

    /// Nil for what is neither a point nor nothing.
    var place: Place? {
      let letters = text.utf8.filter { ![32, 9, 10, 13].contains($0) }.map { byte -> Int? in
        switch byte {
        case 97...122: Int(byte) - 97
        case 65...90: Int(byte) - 65 + 26
        default: nil
        }
      }
      if letters.isEmpty { return .pass }
      guard letters.count == 2, let x = letters[0], let y = letters[1] else { return nil }
      return .point(column: x, row: y)
    }
  }

  private var rest: Substring.UTF8View
  private var line = 1

  init(_ text: String) { rest = text[...].utf8 }

  /// The next game; nil at the end.
  ///
  /// - Throws: `GameFileError` where parentheses do not match.
  mutating func next() throws(GameFileError) -> Game? {
    while let byte = take() {
      if byte == UInt8(ascii: "(") { return try readGame() }
      guard byte != UInt8(ascii: ")") else {
        throw GameFileError(line: line, "a ) without its (")
      }
    }
    return nil
  }

  private mutating func readGame() throws(GameFileError) -> Game {
    var game = Game(line: line)
    var depth = 1
    // Whether the main line has ended: what follows are other variations.
    var isOver = false
    var name: [UInt8] = []
    var hasValue = false
    while let byte = take() {
      switch byte {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        isOver = true
        if depth == 0 { return game }
      case UInt8(ascii: ";"):
        if !isOver { game.nodes += 1 }
        name = []
      // Old files have small letters in names, which mean nothing.
      case 65...90:
        if hasValue { name = [] }
        hasValue = false
        name.append(byte)
      case UInt8(ascii: "["):
        guard let value = readValue() else { break }
        hasValue = true
        if !isOver { game.note(String(decoding: name, as: UTF8.self), value) }
      default: break
      }
    }
    throw GameFileError(line: game.line, "the game that begins here does not end")
  }

  /// What stands before the closing bracket; nil where there is none.
  private mutating func readValue() -> String? {
    var value: [UInt8] = []
    while let byte = take() {
      if byte == UInt8(ascii: "]") { return String(decoding: value, as: UTF8.self) }
      value.append(byte == UInt8(ascii: "\\") ? take() ?? byte : byte)
    }
    return nil
  }

  private mutating func take() -> UInt8? {
    guard let byte = rest.popFirst() else { return nil }
    if byte == UInt8(ascii: "\n") { line += 1 }
    return byte
  }
}
