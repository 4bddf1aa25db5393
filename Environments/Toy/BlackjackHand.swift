/// A hand of blackjack, as far as its cards count.
public struct BlackjackHand: Sendable, Hashable {
  private var points = 0  // every ace as 1
  private var hasAce = false
  /// Cards in it.
  public private(set) var count = 0

  public init() {}

  /// Adds a card, 1 (an ace) to 10.
  public mutating func take(_ card: Int) {
    points += card
    hasAce = hasAce || card == 1
    count += 1
  }

  /// Whether an ace counts 11 without going bust.
  public var hasUsableAce: Bool { hasAce && points + 10 <= 21 }
  /// The hand's total.
  public var sum: Int { hasUsableAce ? points + 10 : points }
  public var isBust: Bool { sum > 21 }
  /// The total for comparison, 0 when bust.
  public var score: Int { isBust ? 0 : sum }
  /// An ace and a ten as the first two cards.
  public var isNatural: Bool { count == 2 && sum == 21 }
}
