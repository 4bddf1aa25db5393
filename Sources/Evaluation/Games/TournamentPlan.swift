public import ArenaCore
public import Match
public import Training

/// A tournament to play, before the game's type is known.
public struct TournamentPlan: Sendable {
  public var players: [PlayerSpec]
  public var gamesPerPair: Int
  public var format = TournamentFormat.roundRobin
  /// Random actions before the players take over, so that games differ.
  public var openingPlies: Int
  /// What each move may use; players without their own limit need one.
  public var budget = Budget.unlimited
  public var seed: UInt64 = 1
  public var threads = 1
  /// Called before the first game, when all players are known to be there.
  public var prepare: @Sendable () throws -> Void = {}
  public var shouldStop: @Sendable () -> Bool = { false }
  public var progress: @Sendable (TournamentProgress) -> Void = { _ in }

  public init(players: [PlayerSpec], gamesPerPair: Int, openingPlies: Int = 4) {
    self.players = players
    self.gamesPerPair = gamesPerPair
    self.openingPlies = openingPlies
  }

  /// The number of games of the whole tournament.
  public var gameCount: Int { format.schedule(players.count, gamesPerPair).gameCount }

  /// Plays the tournament; incomplete only where it was asked to stop.
  public func play<Game: BoardGame>(
    _ agents: AgentList<Game>, in start: NamedWorld<Game>
  ) throws -> Standings {
    let entrants = try players.map { spec in
      Tournament<Game>.Entrant(
        spec.description, makePlayer: try agents.factory(spec, for: start.world))
    }
    try prepare()
    let table = Table(start.world, optionsText: start.options.description, budget: budget)
    return Tournament(
      entrants, at: table, format: format, gamesPerPair: gamesPerPair, openingPlies: openingPlies,
      seed: seed
    ).play(threads: threads, shouldStop: shouldStop, progress: progress)
  }
}
