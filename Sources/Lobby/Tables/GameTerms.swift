import Match
import Wire

/// The terms of a game that the server has understood: the game exists and takes the options.
struct GameTerms: Sendable, Hashable {
  var game: String
  /// As `name=value,name=value`, in the one spelling that `Options` gives them; empty for the
  /// default game.
  var options: String
  var clock: TimeControl

  /// The game and its options as they are printed: `GAME OPTIONS`, `-` for no options.
  static func text(_ game: String, _ options: String) -> String {
    "\(game) \(options.isEmpty ? "-" : options)"
  }

  /// The terms as seeks, challenges and tables print them: `GAME OPTIONS CLOCK`.
  var text: String { "\(Self.text(game, options)) \(clock.description)" }
}

/// A seek, open to all, or a challenge to one player.
struct Offer: Sendable {
  let id: Int
  let terms: GameTerms
  let seat: Proposal.SeatWish
  /// Accounts. No opponent is a seek.
  let proposer: AccountID
  let opponent: AccountID?
}
