import ArenaCore
import Match

/// The terms of a game that the server has understood: the game exists and takes the options.
struct Terms: Sendable, Hashable {
  var game: String
  /// As `name=value,name=value`; empty for the standard game.
  var options: String
  var clock: TimeControl

  /// The terms as seeks, challenges and tables print them: `GAME OPTIONS CLOCK`, `-` for no options.
  var text: String { "\(game) \(options.isEmpty ? "-" : options) \(clock.description)" }
}

/// A seek, open to all, or a challenge to one player.
struct Offer: Sendable {
  let id: Int
  let terms: Terms
  let seat: Proposal.SeatWish
  /// Accounts. No opponent is a seek.
  let proposer: Int
  let opponent: Int?
}
