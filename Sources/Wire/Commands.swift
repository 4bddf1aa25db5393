/// All commands of the protocol, in the order of PROTOCOL.md's table.
///
/// Where a `table` is nil the player's only running table is meant.
public enum Commands {
  // MARK: Coming and looking around

  public static let hello = CommandDescriptor<(name: String, password: String?)>(
    "hello NAME [PASSWORD]", aliases: ["login"],
    "say who you are; a password keeps the name yours"
  ) { words throws(WireError) in (try words.word(), words.optionalWord()) }

  public static let help = CommandDescriptor("help", "this list")

  public static let games = CommandDescriptor(
    "games [GAME]", aliases: ["list"], "the games on offer, or the options of one"
  ) { $0.optionalWord() }

  public static let players = CommandDescriptor("players", "who is here")

  public static let ratings = CommandDescriptor(
    "ratings [GAME]", "the ratings of everybody, in one game or all"
  ) { $0.optionalWord() }

  public static let seeks = CommandDescriptor("seeks", "the open seeks, which you may accept")

  public static let tables = CommandDescriptor("tables", "the running games, which you may watch")

  // MARK: Finding an opponent

  public static let seek = CommandDescriptor(
    "seek GAME [OPTION=VALUE ...] [clock=CLOCK] [seat=SEAT] [people]",
    "look for an opponent; house bots answer too, unless you say people"
  ) { words throws(WireError) in try Proposal(&words) }

  public static let challenge = CommandDescriptor<(opponent: String, proposal: Proposal)>(
    "challenge NAME GAME [OPTION=VALUE ...] [clock=CLOCK] [seat=SEAT]",
    "ask one player for a game"
  ) { words throws(WireError) in (try words.word(), try Proposal(&words)) }

  public static let accept = CommandDescriptor("accept OFFER", "take a seek or a challenge") {
    words throws(WireError) in try words.number()
  }

  public static let decline = CommandDescriptor("decline OFFER", "refuse a challenge") {
    words throws(WireError) in try words.number()
  }

  public static let cancel = CommandDescriptor(
    "cancel [OFFER]", "take back one of your offers, or all"
  ) { words throws(WireError) in try words.optionalNumber() }

  // MARK: Playing and watching

  public static let move = CommandDescriptor<(table: Int?, move: String)>(
    "move [TABLE] MOVE", "play a move"
  ) { words throws(WireError) in
    (words.count > 1 ? try words.number() : nil, try words.word())
  }

  public static let resign = CommandDescriptor("resign [TABLE]", "give the game up") {
    words throws(WireError) in try words.optionalNumber()
  }

  public static let draw = CommandDescriptor(
    "draw [TABLE]", "offer a draw, or take the one offered"
  ) { words throws(WireError) in try words.optionalNumber() }

  public static let board = CommandDescriptor(
    "board [TABLE]", aliases: ["show"], "the board as text"
  ) { words throws(WireError) in try words.optionalNumber() }

  public static let state = CommandDescriptor(
    "state [TABLE]", "the position, the clocks and the moves"
  ) { words throws(WireError) in try words.optionalNumber() }

  public static let legal = CommandDescriptor("legal [TABLE]", "the legal moves") {
    words throws(WireError) in try words.optionalNumber()
  }

  public static let watch = CommandDescriptor(
    "watch TABLE", aliases: ["observe"], "follow a game"
  ) { words throws(WireError) in try words.number() }

  public static let unwatch = CommandDescriptor("unwatch TABLE", "stop following it") {
    words throws(WireError) in try words.number()
  }

  // MARK: The connection

  public static let ping = CommandDescriptor("ping [TEXT]", "see whether the server answers") {
    words in words.count == 0 ? nil : words.rest().joined(separator: " ")
  }

  public static let quit = CommandDescriptor("quit", aliases: ["exit"], "leave")
}
