import Match

/// One name and what belongs to it, whether its owner is connected or not.
struct Account: Sendable {
  enum Kind: String, Sendable {
    /// Whoever says the name first, for as long as they stay.
    case guest
    /// Kept by a password.
    case member
    /// A house bot.
    case bot
  }

  let name: String
  var kind: Kind
  /// What `PasswordHash` made of the password; nil for guests and bots.
  var passwordHash: String?
  /// Where its owner is connected; nil while away, and for bots.
  var client: ClientID?
  /// When its owner left; nil while here.
  var awaySince: Duration?
  /// The running tables at which it sits.
  var tables: [Int] = []
  /// Its open seeks and challenges.
  var offers: [Int] = []
  /// By game.
  var standings: [String: Standing] = [:]

  /// Whether nothing would be lost by forgetting the name.
  var isForgettable: Bool {
    kind == .guest && client == nil && tables.isEmpty && standings.isEmpty
  }
}

/// How somebody does at one game.
public struct Standing: Sendable, Hashable {
  public var rating = Glicko2()
  public var score = Score()

  public init() {}

  /// Whole Elo points and their 95 % interval, for people.
  var text: String {
    "\(Int(rating.rating.rounded())) \(Int(rating.estimate.margin.rounded()))"
  }
}
