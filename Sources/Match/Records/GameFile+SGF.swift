import ArenaCore

extension GameFile {
  /// The main lines of games in the Smart Game Format: Go (GM 1) and Gomoku (GM 4).
  ///
  /// Games with stones set up beforehand, such as handicaps, are refused: they do not begin with an
  /// empty board.
  static func readSGF(_ text: String) throws(GameFileError) -> [Entry] {
    var reader = SGFReader(text)
    var entries: [Entry] = []
    while let game = try reader.next() { entries.append(try Entry(game)) }
    guard !entries.isEmpty else { throw GameFileError(line: 1, "there is no game in it") }
    return entries
  }
}

extension GameFile.Entry {
  fileprivate init(_ game: SGFReader.Game) throws(GameFileError) {
    let (line, root) = (game.line, game.root)
    if let name = game.setUp {
      throw GameFileError(line: line, "stones are set up (\(name)): only whole games can be read")
    }
    var points: [SIMD2<Int>?] = []
    for move in game.moves {
      let number = points.count + 1
      guard (move.seat == .first) == points.count.isMultiple(of: 2) else {
        throw GameFileError(
          line: line,
          "move \(number) is \(move.seat == .first ? "black" : "white")'s, out of turn")
      }
      switch move.place {
      case .pass: points.append(nil)
      case .point(let column, let row): points.append(SIMD2(column, row))
      case nil:
        throw GameFileError(
          line: line, "move \(number) is no point: \(OneLine.quoting(move.text))")
      }
    }
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
    self.init(record: record, points: points, line: line)
  }
}

extension GameRecord {
  /// The reason of a record whose game is not over.
  public static let unfinished = "not over"

  /// Whether the game has a result.
  public var isFinished: Bool { reason != Self.unfinished && !reason.isEmpty }
}
