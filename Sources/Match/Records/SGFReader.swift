import ArenaCore

/// Reads the main lines of games in the Smart Game Format: Go (GM 1) and Gomoku (GM 4).
///
/// Variations behind the first are passed over. Games with stones set up beforehand, such as
/// handicaps, are refused: they do not begin with an empty board.
///
/// Source: Hollosi, SGF FF[4], red-bean.com/sgf.
struct SGFReader {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  static func read(_ text: String) throws(GameFileError) -> [GameFile.Entry] {
    var reader = SGFReader(bytes: Array(text.utf8))
    var entries: [GameFile.Entry] = []
    while reader.skip(to: UInt8(ascii: "(")) { entries.append(try reader.readGame()) }
    guard !entries.isEmpty else { throw GameFileError(line: 1, "there is no game in it") }
    return entries
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  // MARK: The tree

  /// Reads a game whose parenthesis is next; of each place with variations the first.
  private mutating func readGame() throws(GameFileError) -> GameFile.Entry {
    let start = line
    var game = Game(line: start)
    var depth = 0
    // Whether the main line has ended: what follows are other variations.
    var isOver = false
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        isOver = true
        if depth == 0 { return try game.entry() }
      case UInt8(ascii: ";"): if !isOver { game.nodes += 1 }
      case 65...90:
        let name = readName(byte)
        for value in try readValues(start) where !isOver { try game.note(name, value) }
      default: break
      }
    }
    throw GameFileError(line: start, "the game that begins here does not end")
  }

  private mutating func readName(_ first: UInt8) -> String {
    var name = [first]
    while position < bytes.count, bytes[position] != UInt8(ascii: "[") {
      let byte = bytes[position]
      // Old files have small letters in names, which mean nothing.
      if (65...90).contains(byte) { name.append(byte) }
      if [UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")")].contains(byte) { break }
      _ = next()
    }
    return String(decoding: name, as: UTF8.self)
  }

  private mutating func readValues(_ start: Int) throws(GameFileError) -> [String] {
    var values: [String] = []
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "[") else {
        guard [32, 9, 10, 13].contains(bytes[position]) else { break }
        _ = next()
        continue
      }
      _ = next()
      var value: [UInt8] = []
      while let byte = next(), byte != UInt8(ascii: "]") {
        value.append(byte == UInt8(ascii: "\\") ? next() ?? byte : byte)
        guard position < bytes.count else {
          throw GameFileError(line: start, "the game that begins here does not end")
        }
      }
      values.append(String(decoding: value, as: UTF8.self))
    }
    return values
  }

  private mutating func next() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    if bytes[position] == UInt8(ascii: "\n") { line += 1 }
    return bytes[position]
  }

  /// Moves before the next such byte; false where there is none.
  private mutating func skip(to wanted: UInt8) -> Bool {
    while position < bytes.count {
      if bytes[position] == wanted { return true }
      _ = next()
    }
    return false
  }

  // MARK: One game

  private struct Game {
    let line: Int
    var nodes = 0
    private var root: [String: String] = [:]
    private var points: [SIMD2<Int>?] = []

    init(line: Int) { self.line = line }

    mutating func note(_ name: String, _ value: String) throws(GameFileError) {
      switch name {
      case "B", "W":
        guard (name == "B") == points.count.isMultiple(of: 2) else {
          throw GameFileError(
            line: line,
            "move \(points.count + 1) is \(name == "B" ? "black" : "white")'s, out of turn")
        }
        points.append(try Self.point(value, line, points.count + 1))
      case "AB", "AW", "AE":
        throw GameFileError(line: line, "stones are set up (\(name)): only whole games can be read")
      default: if nodes <= 1 && root[name] == nil { root[name] = value }
      }
    }

    private static func point(
      _ text: String, _ line: Int, _ move: Int
    ) throws(GameFileError) -> SIMD2<Int>? {
      let letters = Array(text.utf8.filter { ![32, 9, 10, 13].contains($0) })
      if letters.isEmpty { return nil }
      func index(_ byte: UInt8) -> Int? {
        switch byte {
        case 97...122: Int(byte) - 97
        case 65...90: Int(byte) - 65 + 26
        default: nil
        }
      }
      guard letters.count == 2, let x = index(letters[0]), let y = index(letters[1]) else {
        throw GameFileError(line: line, "move \(move) is no point: \(OneLine.quoting(text))")
      }
      return SIMD2(x, y)
    }

    func entry() throws(GameFileError) -> GameFile.Entry {
      let isGo: Bool
      switch root["GM"] ?? "1" {
      case "1": isGo = true
      case "4": isGo = false
      case let other:
        throw GameFileError(
          line: line,
          "games of number \(OneLine.quoting(other)) (GM) are not known: 1 is Go, 4 Gomoku")
      }
      let size = (root["SZ"] ?? (isGo ? "19" : "15")).split(separator: ":").map { Int($0) }
      guard let columns = size.first ?? nil, let rows = size.last ?? nil, size.count <= 2 else {
        throw GameFileError(line: line, "\(OneLine.quoting(root["SZ"] ?? "")) is no size (SZ)")
      }
      var options = isGo ? ["columns=\(columns)", "rows=\(rows)"] : ["size=\(columns)"]
      if isGo, let komi = root["KM"].flatMap({ Double($0) }) {
        options.append("komi=\(Int(exactly: komi).map { "\($0)" } ?? "\(komi)")")
      }
      let result = root["RE"] ?? ""
      let winner: Seat? =
        switch result.first {
        case "B", "b": .first
        case "W", "w": .second
        default: nil
        }
      let isDraw = ["0", "D", "d", "J", "j"].contains(result.first)
      let record = GameRecord(
        game: !isGo ? "gomoku" : max(columns, rows) <= 9 ? "go-lite" : "go",
        options: options.joined(separator: ","), first: root["PB"] ?? "black",
        second: root["PW"] ?? "white", moves: [],
        outcome: Outcome(
          winner: winner, margin: Double(result.dropFirst(2)),
          reason: winner != nil || isDraw ? result : GameRecord.unfinished),
        cause: .rules)
      return GameFile.Entry(record: record, points: points, line: line)
    }
  }
}

extension GameRecord {
  /// The reason of a record whose game is not over.
  public static let unfinished = "not over"

  /// Whether the game has a result.
  public var isFinished: Bool { reason != Self.unfinished && !reason.isEmpty }
}
