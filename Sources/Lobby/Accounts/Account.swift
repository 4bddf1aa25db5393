import Wire

/// Names one account for as long as the lobby lives: a serial number that is never used again.
///
/// Whatever refers to an account that was forgotten refers to nobody, and never to somebody else.
struct AccountID: Sendable, Hashable, Comparable {
  let number: Int

  static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

/// One name and what belongs to it, whether its owner is connected or not. The lobby owns it alone.
final class Account {
  enum Kind: String, Sendable {
    /// Whoever says the name first, for as long as they stay.
    case guest
    /// Kept by a password.
    case member
    /// A house bot's, also while the server has no such bot.
    case bot
  }

  let id: AccountID
  let name: String
  var kind: Kind
  /// What `PasswordHash` made of the password; nil for guests and bots.
  var passwordHash: String?
  /// The hash of the word with which a guest takes the name up again; nil where there is none.
  var tokenHash: String?
  /// Whether the journal has that hash.
  var isTokenKept = false
  /// Where its owner is connected; nil while away, and for bots.
  var client: ClientID?
  /// When its owner left; nil while here, and for bots.
  var awaySince: Duration?
  /// The address from which the name was last used; nil where nobody knows.
  var address: ClientAddress?
  /// The address from which a guest used the name before the server began: who comes from there has
  /// its games without the token, which nobody may have written down.
  var formerAddress: ClientAddress?
  /// Whether it counts among the absent guests that its address keeps.
  var isKept = false
  /// The place in the lobby's list of the bot that has the name; nil while the server has none.
  var bot: Int?
  /// What the bot of the name plays, as `GAME OPTIONS`; nil for people.
  var botTerms: String?
  /// The running tables at which it sits.
  var tables: [Int] = []
  /// Its open seeks and challenges.
  var offers: [Int] = []
  /// The open challenges made to it.
  var challenges: [Int] = []
  /// Whom its owner does not want to hear of.
  var ignored: Set<AccountID> = []
  /// Clients that follow its games, those to come too.
  var followers: [ClientID] = []
  /// Games of the journal that cannot go on now and may after another start.
  var gamesAside = 0
  /// By game.
  var standings: [String: Standing] = [:]

  /// Positions that it may have analysed.
  var analyses: TokenBucket

  init(id: AccountID, name: String, kind: Kind, passwordHash: String? = nil, analyses: TokenBucket)
  {
    self.analyses = analyses
    self.id = id
    self.name = name
    self.kind = kind
    self.passwordHash = passwordHash
  }

  /// Whether somebody is there to play.
  var isHere: Bool { client != nil || bot != nil }

  /// Whether nothing would be lost by forgetting the name.
  var isForgettable: Bool { isLeft && standings.isEmpty }

  /// Whether a snapshot has an entry of its own for it.
  var isInSnapshot: Bool { kind != .guest || !standings.isEmpty }

  /// Whether it is a guest's who is gone, with nothing but ratings left.
  var isLeft: Bool {
    kind == .guest && client == nil && tables.isEmpty && offers.isEmpty && challenges.isEmpty
      && gamesAside == 0
  }
}
