/// What the clients of one address use of the server together.
///
/// Whoever opens a thousand connections is one guest all the same.
final class AddressUse {
  /// Clients that are connected from there.
  var clients = 0
  /// Running games that somebody began from there.
  var tables = 0
  /// Open seeks and challenges.
  var offers = 0
  /// Passwords that are being checked.
  var checks = 0
  /// Names of guests who left and are remembered for their ratings, in the order of leaving; some
  /// may have come back since.
  var kept: [Departure] = []
  var keptCount = 0
  /// Wrong passwords that may be tried.
  var guesses: TokenBucket
  /// Names that may be registered with a password.
  var registrations: TokenBucket
  /// Challenges that may come to nothing.
  var vainChallenges: TokenBucket

  /// A guest who left at a moment.
  struct Departure {
    let account: AccountID
    let since: Duration
  }

  init(_ settings: LobbySettings) {
    guesses = TokenBucket(settings.guessesPerAddress, every: settings.guessInterval)
    registrations = TokenBucket(settings.membersPerAddress, every: settings.memberInterval)
    vainChallenges = TokenBucket(
      settings.vainChallengesPerAddress, every: settings.vainChallengeInterval)
  }

  /// Whether forgetting it would change nothing.
  func isUnused(at now: Duration) -> Bool {
    clients == 0 && tables == 0 && offers == 0 && checks == 0 && keptCount == 0
      && guesses.isFull(at: now) && registrations.isFull(at: now) && vainChallenges.isFull(at: now)
  }
}
