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
    var reader = SGFReader(text)
    while let game = try nextGame(&reader) {
      var position = start
      var opening: [Int] = []
      for move in game.moves {
        let action: Int
        switch move.place {
        // On boards up to 19x19 old files pass by tt.
        case .point(let column, let row) where move.text != "tt":
          guard column < columns, row < rows else {
            throw refusal(game.line, "\(OneLine.quoting(move.text)) is not on the board")
          }
          action = (rows - 1 - row) * columns + column
        case .pass, .point:
          guard let pass = start.action(from: "pass") else {
            throw refusal(game.line, "\(OneLine.quoting(move.text)) is no point")
          }
          action = pass
        case nil: throw refusal(game.line, "\(OneLine.quoting(move.text)) is no point")
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

  private func nextGame(_ reader: inout SGFReader) throws(OpeningError) -> SGFReader.Game? {
    let game: SGFReader.Game?
    do { game = try reader.next() } catch { throw refusal(error.line, error.reason) }
    if let game, game.setUp != nil { throw refusal(game.line, "stones set up are no opening") }
    return game
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
