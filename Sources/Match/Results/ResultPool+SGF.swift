import ArenaCore

extension ResultPool {
  /// Adds games in the Smart Game Format; only the properties of the roots are read.
  ///
  /// Source: Hollosi, SGF FF[4], red-bean.com/sgf.
  mutating func addSGF(_ text: String, _ source: String) throws(ResultError) {
    var line = 1
    var start = 1
    var depth = 0
    var nodes = 0
    var name: [UInt8] = []
    var value: [UInt8] = []
    var place = Place.between
    var properties: [String: String] = [:]
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n") { line += 1 }
      switch (place, byte) {
      case (.escape, _):
        value.append(byte)
        place = .value
      case (.value, UInt8(ascii: "\\")): place = .escape
      case (.value, UInt8(ascii: "]")):
        let key = String(decoding: name, as: UTF8.self)
        if nodes == 1, properties[key] == nil {
          properties[key] = String(decoding: value, as: UTF8.self)
        }
        place = .between
      case (.value, _): value.append(byte)
      case (_, UInt8(ascii: "[")):
        value = []
        place = .value
      // Old files have small letters in names, which mean nothing.
      case (_, 97...122): break
      case (_, 65...90):
        if place != .name { name = [] }
        name.append(byte)
        place = .name
      case (_, UInt8(ascii: ";")): nodes += 1
      case (_, UInt8(ascii: "(")):
        if depth == 0 { (nodes, start, properties) = (0, line, [:]) }
        depth += 1
      case (_, UInt8(ascii: ")")):
        depth -= 1
        guard depth >= 0 else { throw ResultError(source, line, "a ) without its (") }
        if depth == 0 { try addGame(properties, source, start) }
      default: break
      }
    }
    guard depth == 0, place != .value, place != .escape else {
      throw ResultError(source, start, "the game that begins here does not end")
    }
  }

  /// Where a reader of the format is.
  private enum Place { case between, name, value, escape }

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
