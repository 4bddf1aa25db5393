import ArenaCore
import Environments
import Testing

@Suite struct VectorEnvironmentTests {
  /// What a single environment goes through under one of the modes.
  private struct Single {
    var world: TimeLimit<CartPole>
    var random: RandomSource
    var last = Step(reward: 0)
    var finalObservation: [Float] = []

    init(seed: UInt64) throws {
      world = TimeLimit(try CartPole(), steps: 30)
      random = RandomSource(seed: seed)
      world.reset(using: &random)
    }

    mutating func reset() {
      world.reset(using: &random)
      last = Step(reward: 0)
    }

    mutating func step(_ action: Int, _ mode: AutoresetMode) {
      if mode == .nextStep && last.isLast { return reset() }
      last = world.step(action, using: &random)
      if mode == .sameStep && last.isLast {
        finalObservation = world.observation(as: .first)
        world.reset(using: &random)
      }
    }
  }

  @Test(arguments: AutoresetMode.allCases)
  func `Each of a vector behaves as a single one with its seed`(_ mode: AutoresetMode) throws {
    let count = 6
    var vector = VectorEnvironment(TimeLimit(try CartPole(), steps: 30), count: count, mode: mode)
    vector.reset(seed: 17)
    var singles = try (0..<count).map { try Single(seed: 17 + UInt64($0)) }
    var random = RandomSource(seed: 1)
    var ends = 0
    for _ in 0..<300 {
      let actions = (0..<count).map { _ in random.below(2) }
      vector.step(actions)
      for index in 0..<count {
        singles[index].step(actions[index], mode)
        #expect(vector.steps[index] == singles[index].last)
        let row = index * 4..<(index + 1) * 4
        #expect(
          Array(vector.observations[row]) == singles[index].world.observation(as: .first))
        guard vector.steps[index].isLast else { continue }
        ends += 1
        if mode == .sameStep {
          #expect(Array(vector.finalObservations[row]) == singles[index].finalObservation)
        }
        if mode == .disabled {
          vector.reset(at: index)
          singles[index].reset()
        }
      }
    }
    #expect(ends > 50)
  }

  @Test func `The modes have Gymnasium's names`() {
    #expect(AutoresetMode.allCases.map(\.rawValue) == ["NEXT_STEP", "SAME_STEP", "DISABLED"])
  }

  @Test func `A reset repeats the same run`() throws {
    var vector = VectorEnvironment(try Pendulum.make(Pendulum.registrations[0]), count: 3)
    func run() -> [Float] {
      vector.reset(seed: 4)
      for _ in 0..<250 { vector.step([ContinuousAction](repeating: [1, 0, 0, 0], count: 3)) }
      return vector.observations
    }
    #expect(run() == run())
  }
}
