import ArenaCore
import Match

/// What a client may ask, with its arguments checked for form but not yet for sense.
public enum Command: Sendable, Hashable {
  case hello(name: String, password: String?)
  case help
  case games(name: String?)
  case players
  case ratings(game: String?)
  case seeks
  case tables
  case seek(Proposal)
  case challenge(opponent: String, Proposal)
  case accept(offer: Int)
  case decline(offer: Int)
  /// Takes back one of one's own offers, or all.
  case cancel(offer: Int?)
  /// Where `table` is nil the player's only running table is meant; so in all that follow.
  case move(table: Int?, String)
  case resign(table: Int?)
  case draw(table: Int?)
  case board(table: Int?)
  case state(table: Int?)
  case legal(table: Int?)
  case watch(table: Int)
  case unwatch(table: Int)
  case ping(String?)
  case quit
}

/// The terms of a game that somebody proposes.
public struct Proposal: Sendable, Hashable {
  /// Where the proposer wants to sit.
  public enum SeatWish: String, Sendable, Hashable {
    case first, second, any
  }

  public var game: String
  public var options: [String: String]
  /// Nil asks for the server's usual clock.
  public var clock: TimeControl?
  public var seat: SeatWish
  /// Whether house bots shall not answer.
  public var peopleOnly: Bool

  public init(
    game: String, options: [String: String] = [:], clock: TimeControl? = nil,
    seat: SeatWish = .any, peopleOnly: Bool = false
  ) {
    self.game = game
    self.options = options
    self.clock = clock
    self.seat = seat
    self.peopleOnly = peopleOnly
  }
}
