import ArenaCore
import Environments
import Testing

@Suite struct VectorEnvironmentTests {
  /// What a single environment goes through.
  private struct Single {
    var world: TimeLimit<CartPole>
    var random: RandomSource
    var last = Step(reward: 0)

    init(seed: UInt64) throws {
      world = TimeLimit(try CartPole(), steps: 30)
      random = RandomSource(seed: seed)
      world.reset(using: &random)
    }

    mutating func reset() {
      world.reset(using: &random)
      last = Step(reward: 0)
    }

    mutating func step(_ action: Int) { last = world.step(action, using: &random) }
  }

  @Test(arguments: [true, false])
  func `each of a vector behaves as a single one with its seed`(_ allAtOnce: Bool) throws {
    let count = 6
    var vector = VectorEnvironment(
      TimeLimit(try CartPole(), steps: 30), count: count, seed: 17)
    var singles = try (0..<count).map { try Single(seed: 17 + UInt64($0)) }
    var random = RandomSource(seed: 1)
    var ends = 0
    for _ in 0..<300 {
      let actions = (0..<count).map { _ in random.below(2) }
      if allAtOnce { vector.step(actions) }
      for slot in 0..<count {
        if singles[slot].last.isLast {
          ends += 1
          singles[slot].reset()
          if !allAtOnce { vector.reset(at: slot) }
        } else {
          singles[slot].step(actions[slot])
          if !allAtOnce { vector.step(actions[slot], at: slot) }
        }
        #expect(vector.steps[slot] == singles[slot].last)
        let row = slot * 4..<(slot + 1) * 4
        // Of an episode that has just ended its last observation, not the next one's first.
        #expect(Array(vector.observations[row]) == singles[slot].world.observation(as: .first))
      }
    }
    #expect(ends > 50)
  }

  @Test func `the same seed repeats the same run`() throws {
    func run() throws -> [Float] {
      var vector = VectorEnvironment(
        try Pendulum.make(Pendulum.registrations[0]), count: 3, seed: 4)
      for _ in 0..<250 { vector.step([ContinuousAction](repeating: [1, 0, 0, 0], count: 3)) }
      return vector.observations
    }
    #expect(try run() == run())
  }
}
