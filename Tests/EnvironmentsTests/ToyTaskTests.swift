import ArenaCore
import Environments
import Testing

@Suite struct ToyTaskTests {
  @Test func `The best policy of each toy task is worth what is known`() throws {
    func worth(_ table: TransitionTable, steps: Int) -> Double {
      OptimalValues(of: table, maxGameLength: steps).expectedReturn
    }
    let lake = try FrozenLake().table
    #expect(abs(worth(lake, steps: 100) - 0.744190) < 1e-6)
    #expect(abs(worth(try FrozenLake(["map_name": "8x8"]).table, steps: 200) - 0.913220) < 1e-6)
    #expect(worth(try FrozenLake(["is_slippery": "false"]).table, steps: 100) == 1)
    #expect(abs(worth(try Taxi().table, steps: 200) - 7.930) < 1e-3)
  }

  @Test func `Value iteration solves the tasks without a limit`() throws {
    #expect(OptimalValues(of: try CliffWalking().table).expectedReturn == -13)
    let slippery = OptimalValues(of: try CliffWalking(["is_slippery": "true"]).table)
    #expect(abs(slippery.expectedReturn + 64.71) < 1e-2)
    #expect(abs(OptimalValues(of: Blackjack.table).expectedReturn + 0.04311) < 1e-5)
  }

  @Test func `The best policy walks along the cliff`() throws {
    let best = OptimalValues(of: try CliffWalking().table)
    var task = try CliffWalking()
    var random = RandomSource(seed: 1)
    task.reset(using: &random)
    var total = 0.0
    while task.turn != nil { total += task.step(best.policy[task.state], using: &random).reward }
    #expect(total == -13)
  }

  @Test func `The best lake policy reaches its worth in play`() throws {
    let best = OptimalValues(of: try FrozenLake().table, discount: 1, tolerance: 1e-10)
    var task = TimeLimit(try FrozenLake(), steps: 100)
    var random = RandomSource(seed: 1)
    var total = 0.0
    for _ in 0..<20_000 {
      task.reset(using: &random)
      while task.turn != nil {
        total += task.step(best.policy[task.base.state], using: &random).reward
      }
    }
    // The standard deviation of the mean is 0.003.
    #expect(abs(total / 20_000 - 0.744) < 0.015)
  }

  @Test func `Every row of every table is a distribution`() throws {
    let tables = [
      try FrozenLake().table, try FrozenLake(["success_rate": "0.9"]).table,
      try CliffWalking(["is_slippery": "true"]).table, try Taxi().table,
      try Taxi(["is_rainy": "true"]).table, Blackjack.table,
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

  @Test func `A hand counts an ace as 11 while it can`() {
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
