extension Blackjack {
  /// What the player knows, by number: the table's states.
  private struct View: Hashable {
    var sum: Int
    var hasUsableAce: Bool
    var openCard: Int
    var isFirst: Bool  // no hit yet: 21 is a natural
  }

  /// The number of what the player knows; that of the end once the game is over.
  public var state: Int {
    guard turn != nil else { return table.stateCount - 1 }
    let isFirst = player.count == 2
    let group = (2 * (openCard - 1) + (isFirst ? 0 : 1)) * 28
    // Sums from 12 up come without and with an ace that counts 11.
    guard player.sum >= 12 else { return group + player.sum - 4 }
    return group + 8 + 2 * (player.sum - 12) + (player.hasUsableAce ? 1 : 0)
  }

  /// The dynamics from the player's view. The last state is the end.
  static func table(naturalWins: Bool, naturalPaysMore: Bool) -> TransitionTable {
    var views: [View] = []
    for openCard in 1...10 {
      for isFirst in [true, false] {
        for sum in 4...21 {
          views.append(View(sum: sum, hasUsableAce: false, openCard: openCard, isFirst: isFirst))
          guard sum >= 12 else { continue }
          views.append(View(sum: sum, hasUsableAce: true, openCard: openCard, isFirst: isFirst))
        }
      }
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip(views, 0...))
    let end = views.count
    let dealers = (1...10).map(DealerOutcomes.init)

    var start = [Double](repeating: 0, count: end + 1)
    for openCard in 1...10 {
      for (first, second) in cards.flatMap({ first in cards.map { (first, $0) } }) {
        var hand = BlackjackHand()
        hand.take(first.card)
        hand.take(second.card)
        let view = View(
          sum: hand.sum, hasUsableAce: hand.hasUsableAce, openCard: openCard, isFirst: true)
        guard let number = numbers[view] else { continue }
        start[number] += probability(of: openCard) * first.probability * second.probability
      }
    }

    return TransitionTable(start: start, actionCount: 2) { number, action in
      guard number != end else { return [.init(1, to: end, reward: 0, terminates: true)] }
      let view = views[number]
      guard action == 1 else {
        return dealers[view.openCard - 1].payouts(
          sum: view.sum, isNatural: naturalWins && view.isFirst && view.sum == 21
        ).map {
          let paysMore = naturalPaysMore && view.isFirst && view.sum == 21 && $0.payout > 0
          return .init(
            $0.probability, to: end, reward: paysMore ? 1.5 : $0.payout, terminates: true)
        }
      }
      return cards.map { card, probability in
        // One more ace never counts 11 beside a usable one.
        var hard = view.hasUsableAce ? view.sum - 10 : view.sum
        hard += card
        let usable = (view.hasUsableAce || card == 1) && hard + 10 <= 21
        let next = View(
          sum: usable ? hard + 10 : hard, hasUsableAce: usable, openCard: view.openCard,
          isFirst: false)
        guard let number = numbers[next] else {
          return .init(probability, to: end, reward: -1, terminates: true)
        }
        return .init(probability, to: number, reward: 0)
      }
    }
  }

  private static var cards: [(card: Int, probability: Double)] {
    (1...10).map { ($0, probability(of: $0)) }
  }

  private static func probability(of card: Int) -> Double { card == 10 ? 4.0 / 13 : 1.0 / 13 }

  /// How likely the dealer ends with each score, given the open card.
  private struct DealerOutcomes {
    var natural = 0.0
    var scores = [Double](repeating: 0, count: 22)  // by score, 0 for bust; naturals not included

    init(openCard: Int) {
      var hand = BlackjackHand()
      hand.take(openCard)
      draw(hand, 1)
    }

    private mutating func draw(_ hand: BlackjackHand, _ weight: Double) {
      for (card, probability) in Blackjack.cards {
        var hand = hand
        hand.take(card)
        let weight = weight * probability
        if hand.isNatural {
          natural += weight
        } else if hand.sum < 17 {
          draw(hand, weight)
        } else {
          scores[hand.score] += weight
        }
      }
    }

    func payouts(sum: Int, isNatural: Bool) -> [(probability: Double, payout: Double)] {
      if isNatural { return [(1 - natural, 1), (natural, 0)] }
      let below = scores[..<sum].reduce(0, +)
      let level = scores[sum] + (sum == 21 ? natural : 0)
      return [(below, 1), (level, 0), (1 - below - level, -1)]
    }
  }
}
