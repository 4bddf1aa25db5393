public import ArenaCore

/// A player in many games at a time that thinks about all of them together, on threads of its own: a
/// network takes little longer for many positions than for one.
public protocol SessionGroup: Sendable {
  /// Thinks about a turn, which hears of it. Turns are taken in the order in which they come; a later
  /// one of the same game and seat takes the place of an earlier one.
  func think(_ turn: GroupTurn)

  /// Ends a game: nothing more is heard of it.
  func forget(game: Int)
}

/// A turn of a player who plays many games at a time.
public struct GroupTurn: Sendable {
  /// Tells its games apart.
  public let game: Int
  public let seat: Seat
  /// The game as it stands, this seat to move.
  public let session: any GameSession
  /// What it may use, from when it begins.
  public let budget: Budget
  /// Of the player's chance in this game.
  public let seed: UInt64
  /// Told when the thinking begins, on any thread.
  public let began: @Sendable () -> Void
  /// Told what came of it, on any thread.
  public let decided: @Sendable (Result<Int, Surrender>) -> Void

  public init(
    game: Int, seat: Seat, session: any GameSession, budget: Budget, seed: UInt64,
    began: @escaping @Sendable () -> Void,
    decided: @escaping @Sendable (Result<Int, Surrender>) -> Void
  ) {
    self.game = game
    self.seat = seat
    self.session = session
    self.budget = budget
    self.seed = seed
    self.began = began
    self.decided = decided
  }
}
