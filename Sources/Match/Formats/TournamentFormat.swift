/// A format of tournaments, by the name that a user gives it.
public struct TournamentFormat: Sendable {
  /// What a user may say about a tournament's length; nil where it was left open.
  public struct Length: Sendable, Hashable {
    /// Games between two players that meet.
    public var games: Int?
    /// Rounds of a Swiss tournament or a ladder.
    public var rounds: Int?
    /// Half the width of every interval at the end of an adaptive tournament, in Elo points.
    public var bound: Double?
    /// The number of the player against whom these intervals are taken; nil the mean of all.
    public var anchor: Int?

    public init(games: Int? = nil, rounds: Int? = nil, bound: Double? = nil) {
      self.games = games
      self.rounds = rounds
      self.bound = bound
    }
  }

  public let name: String
  public let summary: String
  /// Games between two players that meet, where none are given.
  public let defaultGames: Int
  /// Whether it has rounds that a user may count, and a bound.
  public let hasRounds: Bool
  public let hasBound: Bool
  /// The most rounds that so many players can play; nil where they may play any number.
  public let mostRounds: (@Sendable (_ players: Int) -> Int)?
  private let make: @Sendable (_ players: Int, _ games: Int, Length) -> any Schedule

  init(
    _ name: String, _ summary: String, games: Int, hasRounds: Bool = false, hasBound: Bool = false,
    mostRounds: (@Sendable (_ players: Int) -> Int)? = nil,
    make: @escaping @Sendable (_ players: Int, _ games: Int, Length) -> any Schedule
  ) {
    self.name = name
    self.summary = summary
    defaultGames = games
    self.hasRounds = hasRounds
    self.hasBound = hasBound
    self.mostRounds = mostRounds
    self.make = make
  }

  /// - Precondition: there are two players or more, and the length's figures are positive.
  public func schedule(players: Int, _ length: Length) -> any Schedule {
    make(players, length.games ?? defaultGames, length)
  }

  public static let roundRobin = TournamentFormat("round-robin", "all meet all", games: 20) {
    players, games, _ in
    RoundRobin(players: players, gamesPerPair: games)
  }

  /// All formats, the default one first. A new one is a schedule and a line here.
  public static let all = [
    roundRobin,
    TournamentFormat("gauntlet", "the first player meets all others", games: 20) {
      players, games, _ in
      Gauntlet(players: players, gamesPerPair: games)
    },
    TournamentFormat(
      "swiss", "equals meet, twice only where nobody else is left", games: 2, hasRounds: true,
      mostRounds: Swiss.mostRounds(players:)
    ) {
      Swiss(players: $0, gamesPerPair: $1, rounds: $2.rounds)
    },
    TournamentFormat("knockout", "who loses a match is out", games: 4) { players, games, _ in
      Knockout(players: players, gamesPerMatch: games)
    },
    TournamentFormat("ladder", "neighbours play for the place above", games: 4, hasRounds: true) {
      LadderSchedule(players: $0, gamesPerPair: $1, rounds: $2.rounds)
    },
    TournamentFormat(
      "adaptive", "the games that tell most, until every interval is within --until",
      games: 10_000, hasBound: true
    ) {
      AdaptiveSchedule(
        players: $0, bound: $2.bound ?? 30, gamesPerPair: $1, anchor: $2.anchor)
    },
  ]
}
