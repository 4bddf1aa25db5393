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
  /// The address that it counts for.
  let address: ClientAddress?

  var seekKey: SeekKey { SeekKey(terms: terms, seat: seat) }
}

/// What makes two seeks the same kind.
struct SeekKey: Sendable, Hashable {
  let terms: GameTerms
  let seat: Proposal.SeatWish
}

extension Proposal.SeatWish {
  /// The wishes that agree with this one.
  var compatible: [Self] {
    switch self {
    case .any: [.any, .first, .second]
    case .first: [.any, .second]
    case .second: [.any, .first]
    }
  }
}
