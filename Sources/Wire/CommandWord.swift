/// The first word of each command, with what `help` says about it.
public enum CommandWord: String, CaseIterable, Sendable {
  case hello, help, games, players, ratings, seeks, tables, seek, challenge, accept, decline
  case cancel, move, resign, draw, board, state, legal, watch, unwatch, ping, quit

  /// Other first words that mean the same.
  static let aliases: [String: CommandWord] = [
    "list": .games, "show": .board, "observe": .watch, "exit": .quit, "login": .hello,
  ]

  init?(spelling: String) {
    guard let word = CommandWord(rawValue: spelling) ?? Self.aliases[spelling] else { return nil }
    self = word
  }

  /// The form of the command.
  public var usage: String {
    switch self {
    case .hello: "hello NAME [PASSWORD]"
    case .games: "games [GAME]"
    case .ratings: "ratings [GAME]"
    case .seek: "seek GAME [OPTION=VALUE ...] [clock=CLOCK] [seat=SEAT] [people]"
    case .challenge: "challenge PLAYER GAME [OPTION=VALUE ...] [clock=CLOCK] [seat=SEAT]"
    case .accept: "accept OFFER"
    case .decline: "decline OFFER"
    case .cancel: "cancel [OFFER]"
    case .move: "move [TABLE] MOVE"
    case .watch: "watch TABLE"
    case .unwatch: "unwatch TABLE"
    case .ping: "ping [TEXT]"
    case .resign, .draw, .board, .state, .legal: "\(rawValue) [TABLE]"
    case .help, .players, .seeks, .tables, .quit: rawValue
    }
  }

  /// What it does, in one line.
  public var summary: String {
    switch self {
    case .hello: "say who you are; a password keeps the name yours"
    case .help: "this list"
    case .games: "the games on offer, or the options of one"
    case .players: "who is here"
    case .ratings: "the ratings of everybody, in one game or all"
    case .seeks: "the open seeks, which you may accept"
    case .tables: "the running games, which you may watch"
    case .seek: "look for an opponent; house bots answer too, unless you say people"
    case .challenge: "ask one player for a game"
    case .accept: "take a seek or a challenge"
    case .decline: "refuse a challenge"
    case .cancel: "take back one of your offers, or all"
    case .move: "play a move"
    case .resign: "give the game up"
    case .draw: "offer a draw, or take the one offered"
    case .board: "the board as text"
    case .state: "the position, the clocks and the moves"
    case .legal: "the legal moves"
    case .watch: "follow a game"
    case .unwatch: "stop following it"
    case .ping: "see whether the server answers"
    case .quit: "leave"
    }
  }
}
