import ArenaCore
import Environments
import Testing

@Suite struct ToyTaskTests {
  @Test func `every row of every table is a distribution`() throws {
    let tables = [
      try FrozenLake().table, try FrozenLake(["success_rate": "0.9"]).table,
      try CliffWalking(["is_slippery": "true"]).table, try Taxi().table,
      try Taxi(["is_rainy": "true"]).table, try Blackjack().table,
      try Blackjack(["sab": "false", "natural": "true"]).table,
    ]
    for table in tables {
      #expect(abs(table.start.reduce(0, +) - 1) < 1e-9)
      for state in 0..<table.stateCount {
        for action in 0..<table.actionCount {
          let row = table[state, action]
          #expect(abs(row.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
          #expect(row.allSatisfy { $0.next >= 0 && $0.next < table.stateCount })
        }
      }
    }
  }

  @Test(arguments: [[:], ["sab": "false"], ["sab": "false", "natural": "true"]])
  func `blackjack is played as its table has it`(_ options: [String: String]) throws {
    var task = try Blackjack(options)
    let table = task.table
    var random = RandomSource(seed: 4)
    // For each state and action: how often taken, and what was won less what the table expects.
    var counts = [Double](repeating: 0, count: 2 * table.stateCount)
    var surplus = counts
    var paths: [[Int: Double]] = counts.map { _ in [:] }
    var isPossible = true
    for _ in 0..<300_000 {
      task.reset(using: &random)
      while task.turn != nil {
        let (state, action) = (task.state, random.below(2))
        let row = table[state, action]
        let reward = task.step(action, using: &random).reward
        let index = 2 * state + action
        counts[index] += 1
        surplus[index] += reward - row.reduce(0) { $0 + $1.probability * $1.reward }
        paths[index][task.state, default: 0] += 1
        isPossible = isPossible && row.contains { $0.next == task.state && $0.reward == reward }
      }
    }
    #expect(isPossible)
    for index in counts.indices where counts[index] > 400 {
      // Rewards deviate by at most 1.5, so the mean does by at most 1.5 / sqrt(n): six times that.
      #expect(abs(surplus[index] / counts[index]) < 9 / counts[index].squareRoot(), "\(index)")
      for (next, count) in paths[index] {
        let expected = table[index / 2, index % 2].filter { $0.next == next }
          .reduce(0) { $0 + $1.probability }
        #expect(abs(count / counts[index] - expected) < 3 / counts[index].squareRoot())
      }
    }
  }

  @Test func `a hand counts an ace as 11 while it can`() {
    var hand = BlackjackHand()
    hand.take(1)
    hand.take(10)
    #expect(hand.sum == 21 && hand.hasUsableAce && hand.isNatural)
    hand.take(5)
    #expect(hand.sum == 16 && !hand.hasUsableAce && !hand.isNatural)
    hand.take(9)
    #expect(hand.isBust && hand.score == 0)
  }
}
