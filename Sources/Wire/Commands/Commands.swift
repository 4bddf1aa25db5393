/// All commands of the protocol, in the order of PROTOCOL.md's table.
///
/// Where a `table` is nil the player's only running table is meant.
public enum Commands {
  // MARK: Coming and looking around

  public static let `protocol` = CommandDescriptor<Int>(
    number: "protocol VERSION", since: .second, "choose the version of this protocol")

  public static let hello = CommandDescriptor<(name: String, password: String?)>(
    "hello NAME [PASSWORD]", aliases: ["login"], lines: ["token TOKEN"],
    "say who you are; a password keeps the name yours"
  ) { words throws(WireError) in (try words.word(), words.optionalWord()) }

  public static let help = CommandDescriptor("help", lines: ["help TEXT"], "this list")

  public static let games = CommandDescriptor(
    "games [GAME]", aliases: ["list"],
    lines: ["game GAME OPTIONS", "option GAME OPTION DEFAULT TEXT"],
    "the games on offer, or the options of one"
  ) { $0.optionalWord() }

  public static let describe = CommandDescriptor<(game: String, options: [String: String])>(
    "describe GAME [OPTION=VALUE ...]", lines: ["about GAME KEY TEXT"], since: .second,
    "a game's moves, observation and limits"
  ) { words throws(WireError) in
    let proposal = try Proposal(&words)
    guard !proposal.hasTerms else { throw words.malformed }
    return (proposal.game, proposal.options)
  }

  public static let players = CommandDescriptor(
    "players", lines: ["player NAME KIND STATUS GAME=RATING ..."], "who is here")

  public static let who = CommandDescriptor<String?>(
    "who [NAME]",
    lines: [
      "person NAME KIND STATUS SECONDS TABLES",
      "plays TABLE GAME OPTIONS CLOCK RULES FIRST SECOND PLY",
      "standing GAME NAME RATING INTERVAL WINS DRAWS LOSSES",
    ], since: .second, "who is here since when, or one player's games and ratings"
  ) { words throws(WireError) in words.count == 0 ? nil : try words.name() }

  public static let ratings = CommandDescriptor(
    "ratings [GAME]", lines: ["rating GAME NAME RATING INTERVAL WINS DRAWS LOSSES"],
    "the ratings of everybody, in one game or all"
  ) { $0.optionalWord() }

  public static let seeks = CommandDescriptor(
    "seeks", lines: ["seek OFFER NAME GAME OPTIONS CLOCK RULES SEAT"],
    "the open seeks, which you may accept")

  public static let tables = CommandDescriptor(
    "tables", lines: ["table TABLE GAME OPTIONS CLOCK RULES FIRST SECOND PLY"],
    "the running games, which you may watch")

  public static let set = CommandDescriptor<(name: String, isOn: Bool)>(
    "set SETTING VALUE", since: .second,
    "boards on shows the board after each move, chat off spares you the talk"
  ) { words throws(WireError) in
    (
      try words.choice(["boards", "chat"], as: "SETTING"),
      try words.choice(["on", "off"], as: "VALUE") == "on"
    )
  }

  // MARK: Finding an opponent

  /// What may be agreed on beside a game's options and its clock.
  private static let rules = "[cap=MOVES] [illegal=TRIES] [proven=on]"

  public static let seek = CommandDescriptor(
    "seek GAME [OPTION=VALUE ...] [clock=CLOCK] [seat=SEAT] \(rules) [people]",
    "look for an opponent; house bots answer too, unless you say people"
  ) { words throws(WireError) in try Proposal(&words) }

  public static let queue = CommandDescriptor(
    "queue GAME [OPTION=VALUE ...] [clock=CLOCK] \(rules) [people]", since: .second,
    "wait for an opponent of your strength"
  ) { words throws(WireError) in
    let proposal = try Proposal(&words)
    guard proposal.seat == .any else { throw words.malformed }
    return proposal
  }

  public static let challenge = CommandDescriptor<(opponent: String, proposal: Proposal)>(
    "challenge NAME GAME [OPTION=VALUE ...] [clock=CLOCK] [seat=SEAT] \(rules)",
    "ask one player for a game"
  ) { words throws(WireError) in (try words.word(), try Proposal(&words)) }

  public static let rematch = CommandDescriptor<Int?>(
    table: "rematch [TABLE]", since: .second,
    "ask the other side of a finished game for one more, with seats changed")

  public static let accept = CommandDescriptor<Int>(
    number: "accept OFFER", "take a seek or a challenge")

  public static let decline = CommandDescriptor<Int>(
    number: "decline OFFER", "refuse a challenge")

  public static let cancel = CommandDescriptor<Int?>(
    table: "cancel [OFFER]", "take back one of your offers, or all")

  public static let ignore = CommandDescriptor<String?>(
    "ignore [NAME]", lines: ["ignored NAME"], since: .second,
    "hear no more of a player, or list those of whom you do not"
  ) { words throws(WireError) in words.count == 0 ? nil : try words.name() }

  public static let unignore = CommandDescriptor<String>(
    "unignore NAME", since: .second, "hear of a player again"
  ) { words throws(WireError) in try words.name() }

  // MARK: Playing

  public static let move = CommandDescriptor<(table: Int?, move: String)>(
    "move [TABLE] MOVE", "play a move"
  ) { words throws(WireError) in
    (words.count > 1 ? try words.number() : nil, try words.word())
  }

  public static let resign = CommandDescriptor<Int?>(table: "resign [TABLE]", "give the game up")

  public static let draw = CommandDescriptor<Int?>(
    table: "draw [TABLE]", "offer a draw, or take the one offered")

  public static let abort = CommandDescriptor<Int?>(
    table: "abort [TABLE]", since: .second, "break off a game in its first two moves")

  public static let takeback = CommandDescriptor<Int?>(
    table: "takeback [TABLE]", since: .second,
    "ask to take your last move back, or let the other side")

  public static let claim = CommandDescriptor<Int?>(
    table: "claim [TABLE]", since: .second,
    "end a game that is proven, or whose other side is gone")

  public static let say = CommandDescriptor<(table: Int, text: String)>(
    "say TABLE TEXT", since: .second, "say something at a table"
  ) { words throws(WireError) in
    let table = try words.number()
    guard words.count > 0 else { throw words.malformed }
    return (table, words.rest().joined(separator: " "))
  }

  public static let board = CommandDescriptor<Int?>(
    table: "board [TABLE]", aliases: ["show"], lines: ["board TABLE TEXT"], "the board as text")

  public static let state = CommandDescriptor<Int?>(
    table: "state [TABLE]", lines: ["state TABLE PLY TURN TIME MS MS MOVE ..."],
    "the position, the clocks and the moves")

  public static let legal = CommandDescriptor<Int?>(
    table: "legal [TABLE]", lines: ["legal TABLE MOVE ..."], "the legal moves")

  // MARK: Watching

  public static let watch = CommandDescriptor<Int>(
    number: "watch TABLE", aliases: ["observe"],
    lines: [
      "watching TABLE GAME OPTIONS CLOCK RULES FIRST SECOND",
      "state TABLE PLY TURN TIME MS MS MOVE ...",
    ], "follow a game")

  public static let unwatch = CommandDescriptor<Int>(
    number: "unwatch TABLE", "stop following it")

  public static let follow = CommandDescriptor<String>(
    "follow NAME", lines: watch.lines, since: .second,
    "watch all games of a player, also those to come"
  ) { words throws(WireError) in try words.name() }

  public static let unfollow = CommandDescriptor<String>(
    "unfollow NAME", since: .second, "watch no more games of that player that are to come"
  ) { words throws(WireError) in try words.name() }

  public static let history = CommandDescriptor<String>(
    "history NAME",
    lines: [
      "played TABLE GAME OPTIONS FIRST SECOND WINNER CAUSE SCORE MARGIN PLIES"
    ], since: .second, "the last finished games of a player"
  ) { words throws(WireError) in try words.name() }

  public static let record = CommandDescriptor<(table: Int, isSGF: Bool)>(
    "record TABLE [FORMAT]", lines: ["record TABLE TEXT"], since: .second,
    "a finished game, as json or sgf"
  ) { words throws(WireError) in
    let table = try words.number()
    return (
      table, words.count > 0 ? try words.choice(["json", "sgf"], as: "FORMAT") == "sgf" : false
    )
  }

  // MARK: The connection

  public static let ping = CommandDescriptor<String?>(
    "ping [TEXT]", "see whether the server answers"
  ) { words in
    words.count == 0 ? nil : words.rest().joined(separator: " ")
  }

  public static let quit = CommandDescriptor("quit", aliases: ["exit"], "leave")
}
