import Lobby
import Match
import Server

/// What a server allows, a flag each: PROTOCOL.md lists the same.
struct ServerLimits {
  private let flag: String
  private let text: String
  private let range: ClosedRange<Int>
  private let value: Int
  private let set: @Sendable (inout ServerConfiguration, Int) -> Void

  private init(
    _ flag: String, _ range: ClosedRange<Int>,
    _ path: WritableKeyPath<ServerConfiguration, Int> & Sendable,
    _ text: String
  ) {
    self.flag = flag
    self.text = text
    self.range = range
    value = ServerConfiguration()[keyPath: path]
    set = { $0[keyPath: path] = $1 }
  }

  /// A limit in seconds.
  private init(
    _ flag: String, least: Int = 1,
    seconds path: WritableKeyPath<ServerConfiguration, Duration> & Sendable, _ text: String
  ) {
    self.flag = flag
    self.text = text
    range = least...100_000_000
    value = Int(ServerConfiguration()[keyPath: path].components.seconds)
    set = { $0[keyPath: path] = .seconds($1) }
  }

  /// A limit in milliseconds.
  private init(
    _ flag: String, milliseconds path: WritableKeyPath<ServerConfiguration, Duration> & Sendable,
    _ text: String
  ) {
    self.flag = flag
    self.text = text
    range = 0...100_000_000
    value = ServerConfiguration()[keyPath: path].wholeMilliseconds
    set = { $0[keyPath: path] = .milliseconds($1) }
  }

  private static let many = 1...10_000_000

  private static let all: [ServerLimits] = [
    .init("clients", 1...1_000_000, \.clientLimit, "clients at a time"),
    .init("address-clients", 1...1_000_000, \.clientsPerAddress, "clients of one address"),
    .init("games", many, \.lobby.tableLimit, "games at a time"),
    .init("address-games", many, \.lobby.tablesPerAddress, "games begun from one address"),
    .init("player-games", many, \.lobby.tablesPerPlayer, "games that a player plays at a time"),
    .init("bot-games", 1...10_000, \.lobby.tablesPerBot, "games that a bot plays at a time"),
    .init("player-offers", many, \.lobby.offersPerPlayer, "open offers of a player"),
    .init("address-offers", many, \.lobby.offersPerAddress, "open offers of one address"),
    .init(
      "player-challenges", many, \.lobby.challengesPerPlayer, "open challenges to one player"),
    .init(
      "vain-challenges", many, \.lobby.vainChallengesPerAddress,
      "challenges of an address that may come to nothing at once"),
    .init("names", many, \.lobby.accountLimit, "names that are known at a time"),
    .init(
      "address-guests", many, \.lobby.guestsPerAddress,
      "guests of an address who are remembered when they left"),
    .init(
      "guest-life", seconds: \.lobby.guestLife, "seconds until a guest's ratings are forgotten"),
    .init(
      "address-members", many, \.lobby.membersPerAddress,
      "names that an address may register at once"),
    .init(
      "guesses", many, \.lobby.guessesPerAddress, "wrong passwords of an address at once"),
    .init(
      "password-queue", many, \.lobby.checksPerAddress,
      "passwords of an address that wait to be checked"),
    .init(
      "password-rounds", 1...100_000_000, \.lobby.passwordRounds,
      "rounds of the hash of passwords (PBKDF2, SHA-512)"),
    .init("watchers", many, \.lobby.watchersPerTable, "watchers of a game"),
    .init("output", 1024...1 << 30, \.outputLimit, "bytes that may wait for a client"),
    .init(
      "address-output", 1024...1 << 40, \.outputPerAddress,
      "bytes that may wait for the clients of an address"),
    .init("login", seconds: \.loginLimit, "seconds a client without a name may say nothing"),
    .init("idle", seconds: \.idleLimit, "seconds any client may say nothing"),
    .init("stall", seconds: \.stallLimit, "seconds a client may take nothing of what waits for it"),
    .init(
      "segment", 4096...1 << 40, \.segmentLimit,
      "bytes of the journal after which it begins anew behind a snapshot"),
    .init("away", seconds: \.lobby.awayLimit, "seconds after which an absent player loses"),
    .init("adjourn", seconds: \.lobby.adjournLimit, "seconds that a game stays adjourned"),
    .init("bot-wait", seconds: \.lobby.botWaitLimit, "seconds a bot may wait to begin to think"),
    .init("lag", milliseconds: \.lobby.grace, "milliseconds of a move that are free at most"),
    .init("lag-credit", milliseconds: \.lobby.lagCredit, "milliseconds of a game that are free"),
    .init("lag-regain", milliseconds: \.lobby.lagRegain, "milliseconds that come back a move"),
    .init("claim", seconds: \.lobby.claimLimit, "seconds after which who waits may claim the game"),
    .init(
      "queue-wait", seconds: \.lobby.pairingLimit,
      "seconds in the queue after which any rating is near enough"),
    .init("said", many, \.lobby.linesSaid, "lines that a client says at its tables at once"),
    .init(
      "say-interval", milliseconds: \.lobby.saidInterval,
      "milliseconds until a client may say one more line"),
    .init(
      "list-names", many, \.lobby.namesPerList,
      "players that one ignores, and that a client follows"),
    .init("watches", many, \.lobby.watchesPerClient, "games that a client watches"),
    .init(
      "client-guesses", many, \.lobby.wrongPasswordLimit,
      "wrong passwords after which a client is sent away"),
    .init(
      "guess-interval", milliseconds: \.lobby.guessInterval,
      "milliseconds until an address may guess once more"),
    .init(
      "member-interval", milliseconds: \.lobby.memberInterval,
      "milliseconds until an address may register one more name"),
    .init(
      "challenge-interval", milliseconds: \.lobby.vainChallengeInterval,
      "milliseconds until one more challenge may come to nothing"),
    .init("analyses", many, \.lobby.analysesPerPlayer, "analyses of a player at once"),
    .init(
      "analysis-interval", milliseconds: \.lobby.analysisInterval,
      "milliseconds until a player may have one more"),
    .init(
      "analysis-simulations", many, \.analysis.simulations, "simulations of an analysis at most"),
    .init(
      "analysis-time", milliseconds: \.analysis.time, "milliseconds of an analysis at most"),
    .init("analysis-queue", many, \.analysis.queue, "analyses that may wait"),
    .init("task-copies", 1...1024, \.lobby.taskCopies, "copies of a control task of a client"),
    .init(
      "grace", least: 0, seconds: \.grace,
      "seconds for games to end when a signal asks the server to stop; 0 ends them at once"),
  ]

  static var flags: [Flag] {
    all.map { Flag($0.flag, "N", default: "\($0.value)", $0.text) }
  }

  static func set(
    _ configuration: inout ServerConfiguration, from arguments: Arguments
  ) throws {
    for limit in all {
      limit.set(&configuration, try arguments.integer(limit.flag, in: limit.range)!)
    }
  }
}
