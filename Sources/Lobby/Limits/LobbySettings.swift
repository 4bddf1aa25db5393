public import Match

/// What a lobby allows. Each limit has a line in PROTOCOL.md.
public struct LobbySettings: Sendable, Hashable {
  /// The clock of games whose proposer named none.
  public var clock = TimeControl.perMove(.seconds(60))
  /// Forgiven on every move for the way of the message, as long as the seat has so much credit.
  public var grace = Duration.milliseconds(200)
  /// What a seat is forgiven in a game beside what comes back with every move.
  public var lagCredit = Duration.seconds(1)
  /// What comes back with every move.
  public var lagRegain = Duration.milliseconds(20)
  /// A player away for so long loses, on whatever clock, to one who is here.
  public var awayLimit = Duration.seconds(120)
  /// An adjourned game that has waited for so long is aborted.
  public var adjournLimit = Duration.seconds(7 * 86_400)
  public var tableLimit = 10_000
  public var tablesPerPlayer = 16
  /// Games begun by clients of one address.
  public var tablesPerAddress = 5000
  /// Games that a house bot plays at a time.
  public var tablesPerBot = 16
  /// A house bot whose turn waits for so long, because it is busy elsewhere, loses.
  public var botWaitLimit = Duration.seconds(600)
  public var offersPerPlayer = 8
  public var offersPerAddress = 5000
  /// Open challenges to one player.
  public var challengesPerPlayer = 64
  /// Challenges of one address that come to nothing, and when the next one may.
  public var vainChallengesPerAddress = 200
  public var vainChallengeInterval = Duration.milliseconds(500)
  /// What a client may say at its tables: so many lines at once, and when the next one may.
  public var linesSaid = 5
  public var saidInterval = Duration.seconds(2)
  /// Players whom one player may ignore, and whose games one client may follow.
  public var namesPerList = 64
  /// Who waits in a queue meets players within so many rating points, with every second within
  /// `pairingGrowth` more, and after `pairingLimit` whoever is there.
  public var pairingGap = 50.0
  public var pairingGrowth = 10.0
  public var pairingLimit = Duration.seconds(60)
  /// Who waits for a player that is away may claim the game after so long.
  public var claimLimit = Duration.seconds(60)
  public var watchersPerTable = 256
  public var watchesPerClient = 64
  /// Names that are known at a time.
  public var accountLimit = 100_000
  /// Absent guests of one address whose ratings are remembered, and for how long.
  public var guestsPerAddress = 1000
  public var guestLife = Duration.seconds(7 * 86_400)
  /// Names that one address may register with a password, and when it may the next.
  public var membersPerAddress = 1000
  public var memberInterval = Duration.seconds(60)
  /// Wrong passwords that one address may give, and when it may the next.
  public var guessesPerAddress = 20
  public var guessInterval = Duration.seconds(10)
  /// A client that gave so many wrong passwords is sent away.
  public var wrongPasswordLimit = 5
  /// Passwords of one address that wait to be checked.
  public var checksPerAddress = 256
  /// Rounds of the hash with which passwords are stored.
  public var passwordRounds = 210_000
  /// Positions that a name may have analysed at once, and when it may the next.
  public var analysesPerPlayer = 20
  public var analysisInterval = Duration.seconds(3)
  /// The word that makes a client the operator; nil lets nobody be.
  public var adminToken: String?
  /// Copies of a control task in which one client acts.
  public var taskCopies = 128

  public init() {}
}
