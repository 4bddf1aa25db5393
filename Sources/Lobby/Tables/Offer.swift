import Match
import Wire

/// A seek, open to all, a challenge to one player, or a place in the queue for a game.
struct Offer: Sendable {
  let id: Int
  let terms: GameTerms
  let seat: Proposal.SeatWish
  /// Accounts. No opponent is a seek.
  let proposer: AccountID
  let opponent: AccountID?
  /// The address that it counts for.
  let address: ClientAddress?
  /// Since when it waits in the queue; nil for seeks and challenges.
  var queuedSince: Duration?
  /// Whether the queue may not end at a house bot.
  var peopleOnly = false

  /// Whether anybody may accept it.
  var isSeek: Bool { opponent == nil && queuedSince == nil }
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
