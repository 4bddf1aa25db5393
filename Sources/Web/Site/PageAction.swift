import ArenaCore

/// What a page wants done: a command of the protocol as JSON.
struct PageAction: JSONBody {
  let action: String
  var game: String?
  /// The game's options and rules by name.
  var options: [String: String]?
  var clock: String?
  var seat: String?
  /// Whether a house bot is not wanted.
  var people: Bool?
  var player: String?
  var offer: Int?
  var table: Int?
  var move: String?
  var text: String?

  private enum CodingKeys: CodingKey, CaseIterable {
    case action, game, options, clock, seat, people, player, offer, table, move, text
  }

  static let keys = CodingKeys.allCases.map(\.stringValue)

  /// The command's line.
  ///
  /// - Throws: `HTTPRefusal` for an unknown action, a word that is missing or cannot be one.
  func line() throws(HTTPRefusal) -> String {
    switch action {
    case "seek": "seek \(try terms())\(people == true ? " people" : "")"
    case "challenge": "challenge \(try word(player, "player")) \(try terms())"
    case "accept", "decline": "\(action) \(try number(offer, "offer"))"
    case "cancel":
      try offer.map { n throws(HTTPRefusal) in "cancel \(try number(n, "offer"))" } ?? "cancel"
    case "move": "move \(try tableNumber()) \(try word(move, "move"))"
    case "resign", "draw", "takeback", "claim", "abort", "rematch":
      "\(action) \(try tableNumber())"
    case "ignore", "unignore": "\(action) \(try word(player, "player"))"
    case "say": "say \(try tableNumber()) \(try remark())"
    default: throw HTTPRefusal(400, "there is no action \(OneLine.quoting(action))")
    }
  }

  /// Remembers what came of it.
  func note(_ answer: WireClient.Answer, for member: Member) {
    switch action {
    case "seek", "challenge", "rematch":
      if let offer = answer.words.first.flatMap({ Int($0) }) { member.note(ownOffer: offer) }
    case "accept", "decline", "cancel": member.forget(offer: offer)
    case "ignore", "unignore":
      if let name = answer.words.first { member.note(name, isIgnored: action == "ignore") }
    default: break
    }
  }

  private func terms() throws(HTTPRefusal) -> String {
    var words = [try word(game, "game")]
    for (name, value) in (options ?? [:]).sorted(by: { $0.key < $1.key }) {
      words.append("\(try WireWord.check(name, "an option"))=\(try WireWord.check(value, name))")
    }
    if let clock { words.append("clock=\(try WireWord.check(clock, "a clock"))") }
    if let seat { words.append("seat=\(try WireWord.check(seat, "a seat"))") }
    return words.joined(separator: " ")
  }

  private func word(_ text: String?, _ what: String) throws(HTTPRefusal) -> String {
    guard let text else { throw HTTPRefusal(400, "\(action) needs a \(what)") }
    return try WireWord.check(text, "a \(what)")
  }

  private func tableNumber() throws(HTTPRefusal) -> Int { try number(table, "table") }

  /// Words for people: one line, which ends where the server's limit is.
  private func remark() throws(HTTPRefusal) -> String {
    guard let text, text.contains(where: { $0 != " " }), !OneLine.hasControls(text) else {
      throw HTTPRefusal(400, "say needs a text of one line")
    }
    guard text.utf8.count <= 400 else { throw HTTPRefusal(400, "a text has at most 400 bytes") }
    return text
  }

  private func number(_ number: Int?, _ what: String) throws(HTTPRefusal) -> Int {
    guard let number, number > 0 else {
      throw HTTPRefusal(400, "\(action) needs the number of the \(what)")
    }
    return number
  }
}

/// A word of a command's line that a page supplied.
enum WireWord {
  /// - Throws: `HTTPRefusal` for what would be several words or lines, or none.
  static func check(
    _ text: String, _ what: String, limit: Int = 64
  ) throws(HTTPRefusal) -> String {
    guard (1...limit).contains(text.utf8.count), text.utf8.allSatisfy({ (33...126).contains($0) })
    else {
      throw HTTPRefusal(400, "\(what) is one word of at most \(limit) letters, digits and signs")
    }
    return text
  }
}
