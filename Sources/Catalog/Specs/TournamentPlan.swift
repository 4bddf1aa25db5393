import ArenaCore
import Match

/// A round robin to play, before the game's type is known.
public struct TournamentPlan: Sendable {
  public var players: [PlayerSpec]
  public var gamesPerPair: Int
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
}
