public import ArenaCore

/// Blackjack against a dealer who stands on 17, from an endless deck; the draws of Gymnasium's
/// Blackjack.
///
/// - Rules: ace 1 or 11, pictures 10. The player hits or sticks; more than 21 is bust. Then the
///   dealer draws to 17 or more, and the higher hand wins.
/// - Actions: 0 sticks, 1 hits.
/// - Observation: three one-hot groups, `[32 + 11 + 2]`: the player's sum | the dealer's open card
///   | whether the player has an ace that counts 11. Text interfaces see the three numbers.
/// - Rewards: 1 for a win, -1 for a loss, 0 for a draw. With `sab` (Sutton and Barto) a natural wins
///   unless the dealer has one too; without it and with `natural` it wins 1.5.
/// - End: terminated by sticking or going bust.
/// - Start: two cards each; one of the dealer's is open.
/// - Source: Sutton and Barto 2018, example 5.1; Gymnasium 1.4 `toy_text/blackjack.py`.
public struct Blackjack: GymnasiumTask, FiniteEnvironment {
  public struct Settings: OptionGroup {
    var naturalWins = true
    var naturalPaysMore = false

    public init() {}

    public static let fields: [OptionField<Self>] = [
      OptionField("sab", \.naturalWins, "a natural wins, as Sutton and Barto have it"),
      OptionField("natural", \.naturalPaysMore, "without sab: a winning natural pays 1.5"),
    ]
  }

  public static let registrations: [Registration<Settings>] = [
    Registration("Blackjack-v1", stepLimit: nil)
  ]

  public private(set) var player = BlackjackHand()
  /// The dealer's hand, the hidden card included.
  public private(set) var dealer = BlackjackHand()
  /// The dealer's open card, 1 to 10.
  public private(set) var openCard = 1
  private var isRunning = false
  private let naturalWins: Bool
  private let naturalPaysMore: Bool
  public let table: TransitionTable

  public init(_ settings: Settings) {
    naturalWins = settings.naturalWins
    naturalPaysMore = !settings.naturalWins && settings.naturalPaysMore
    table = Self.table(naturalWins: naturalWins, naturalPaysMore: naturalPaysMore)
  }

  public var turn: Seat? { isRunning ? .first : nil }
  public var actionCount: Int { 2 }
  public var observationShape: ObservationShape { .vector(32 + 11 + 2) }

  public mutating func reset(using random: inout RandomSource) {
    dealer = BlackjackHand()
    player = BlackjackHand()
    openCard = Self.drawCard(using: &random)
    dealer.take(openCard)
    dealer.take(Self.drawCard(using: &random))
    player.take(Self.drawCard(using: &random))
    player.take(Self.drawCard(using: &random))
    // Gymnasium draws a suit and a picture for its display here; the stream must move along.
    _ = random.integer(below: 4)
    if openCard == 10 { _ = random.integer(below: 3) }
    isRunning = true
  }

  public mutating func step(_ action: Int, using random: inout RandomSource) -> Step {
    precondition(isRunning, "Blackjack is over: reset it before the next step")
    precondition(action == 0 || action == 1, "Blackjack has actions 0 and 1, not \(action)")
    if action == 1 {
      player.take(Self.drawCard(using: &random))
      isRunning = !player.isBust
      return Step(reward: player.isBust ? -1 : 0, terminated: player.isBust)
    }
    while dealer.sum < 17 { dealer.take(Self.drawCard(using: &random)) }
    isRunning = false
    return Step(reward: payout, terminated: true)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    for index in 0..<45 { features[index] = 0 }
    features[player.sum] = 1
    features[32 + openCard] = 1
    features[32 + 11 + (player.hasUsableAce ? 1 : 0)] = 1
  }

  public func observationText(as seat: Seat) -> String {
    "[\(player.sum), \(openCard), \(player.hasUsableAce ? 1 : 0)]"
  }

  public var tupleSizes: [Int]? { [32, 11, 2] }

  private var payout: Double {
    if naturalWins && player.isNatural && !dealer.isNatural { return 1 }
    if player.score == dealer.score { return 0 }
    guard player.score > dealer.score else { return -1 }
    return naturalPaysMore && player.isNatural ? 1.5 : 1
  }

  private static func drawCard(using random: inout RandomSource) -> Int {
    min(random.integer(below: 13) + 1, 10)
  }
}
