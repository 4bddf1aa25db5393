import ArenaCore
import Environments
import Testing

@Suite struct TaskTests {
  @Test(arguments: TaskCase.all)
  func `a task keeps every promise of an environment`(_ task: TaskCase) throws {
    try task.checkConformance()
  }

  @Test func `every name of Gymnasium has its limit`() {
    let limits = Dictionary(
      TaskCase.all.map { ($0.name, $0.stepLimit) }, uniquingKeysWith: { first, _ in first })
    #expect(
      limits == [
        "CartPole-v1": 500, "CartPole-v0": 200, "MountainCar-v0": 200,
        "MountainCarContinuous-v0": 999, "Acrobot-v1": 500, "Pendulum-v1": 200,
        "FrozenLake-v1": 100, "FrozenLake8x8-v1": 200, "CliffWalking-v1": nil,
        "CliffWalkingSlippery-v1": nil, "Taxi-v4": 200, "Blackjack-v1": nil,
      ])
  }

  @Test func `CartPole starts where Gymnasium starts it from seed 42`() throws {
    var task = try CartPole()
    var random = RandomSource(seed: 42)
    task.reset(using: &random)
    #expect(
      task.observation(as: .first) == [0.027395604, -0.006112156, 0.035859793, 0.019736802])
  }

  @Test func `a setting that a task does not have is an error`() {
    #expect(throws: OptionError.unknown("gravity", allowed: ["sutton_barto_reward"])) {
      try CartPole(["gravity": "1"])
    }
    #expect(throws: OptionError.self) { try FrozenLake(["map_name": "5x5"]) }
    #expect(throws: OptionError.self) { try Pendulum(["g": "heavy"]) }
  }

  @Test func `a name changes the default settings and the caller's win`() throws {
    let lake = try FrozenLake.make(FrozenLake.registrations[1])
    #expect(lake.observationShape == .vector(64))
    let small = try FrozenLake.make(FrozenLake.registrations[1], ["map_name": "4x4"])
    #expect(small.observationShape == .vector(16))
    #expect(small.steps == 200)
  }
}
