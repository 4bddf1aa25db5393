import ArenaCore

extension ResultPool {
  /// Adds games in the Smart Game Format; only the properties of the roots are read.
  ///
  /// Source: Hollosi, SGF FF[4], red-bean.com/sgf.
  mutating func addSGF(_ text: String, _ source: String) throws(ResultError) {
    var reader = SGFReader(text)
    while true {
      let game: SGFReader.Game?
      do { game = try reader.next() } catch {
        throw ResultError(source, error.line, error.reason)
      }
      guard let game else { return }
      try addGame(game.root, source, game.line)
    }
  }

  private mutating func addGame(
    _ properties: [String: String], _ source: String, _ line: Int
  ) throws(ResultError) {
    guard let black = properties["PB"], let white = properties["PW"], !black.isEmpty, !white.isEmpty
    else { throw ResultError(source, line, "a game names no black (PB) or no white (PW) player") }
    let text = properties["RE"] ?? "?"
    switch text.first {
    case "B", "b": add(first: black, second: white, .win)
    case "W", "w": add(first: black, second: white, .loss)
    case "0", "D", "d", "J", "j": add(first: black, second: white, .draw)
    case "?", "V", "v", nil: unfinished += 1
    default:
      throw ResultError(
        source, line, "\(OneLine.quoting(text)) is no result (RE): B+..., W+..., 0, Void or ?")
    }
  }
}
