import ArenaCore
import Environments
import Testing

@Suite struct WrapperTests {
  @Test func `A time limit cuts the episode at its last step`() throws {
    var task = TimeLimit(try CliffWalking(), steps: 3)
    var random = RandomSource(seed: 1)
    task.reset(using: &random)
    #expect(task.legalActions == [0, 1, 2, 3])
    #expect(!task.step(0, using: &random).isLast)
    #expect(!task.step(0, using: &random).isLast)
    let last = task.step(0, using: &random)
    #expect(last.truncated && !last.terminated)
    #expect(task.turn == nil && task.legalActions.isEmpty && !task.isLegal(0))
    task.reset(using: &random)
    #expect(task.turn == .first && task.elapsed == 0)
  }

  @Test func `A step may be terminated and truncated at once`() throws {
    var task = TimeLimit(try FrozenLake(["is_slippery": "false"]), steps: 2)
    var random = RandomSource(seed: 1)
    task.reset(using: &random)
    _ = task.step(1, using: &random)
    #expect(task.step(2, using: &random) == Step(reward: 0, terminated: true, truncated: true))
  }

  @Test func `Repeating an action adds up its rewards and stops at the end`() throws {
    var repeated = ActionRepeat(try CartPole(), count: 4)
    var single = try CartPole()
    var (one, other) = (RandomSource(seed: 5), RandomSource(seed: 5))
    repeated.reset(using: &one)
    single.reset(using: &other)
    while true {
      let step = repeated.step(1, using: &one)
      var (reward, terminated) = (0.0, false)
      for _ in 0..<4 where !terminated {
        let step = single.step(1, using: &other)
        reward += step.reward
        terminated = step.terminated
      }
      #expect(step == Step(reward: reward, terminated: terminated))
      #expect(repeated.observation(as: .first) == single.observation(as: .first))
      if terminated { break }
    }
    #expect(repeated.turn == nil)
  }

  @Test func `Stacked frames are the latest observations, oldest first`() throws {
    var stack = FrameStack(try MountainCar(), depth: 3)
    var random = RandomSource(seed: 1)
    stack.reset(using: &random)
    #expect(stack.observationShape == .vector(6))
    var frames = [[Float]](repeating: stack.base.observation(as: .first), count: 3)
    #expect(stack.observation(as: .first) == frames.flatMap { $0 })
    for _ in 0..<7 {
      _ = stack.step(2, using: &random)
      frames = frames.dropFirst() + [stack.base.observation(as: .first)]
      #expect(stack.observation(as: .first) == frames.flatMap { $0 })
    }
  }

  @Test func `Frames from before the reset can be zeros, also after an episode`() throws {
    var stack = FrameStack(try MountainCar(), depth: 3, padding: .zero)
    var random = RandomSource(seed: 1)
    for _ in 0..<2 {
      stack.reset(using: &random)
      #expect(
        stack.observation(as: .first) == [0, 0, 0, 0] + stack.base.observation(as: .first))
      for _ in 0..<5 { _ = stack.step(0, using: &random) }
    }
  }

  @Test func `Planes are stacked as channels`() throws {
    let stack = FrameStack(try ConnectFour(), depth: 2)
    #expect(stack.observationShape == .planes(channels: 4, rows: 6, columns: 7))
  }

  @Test func `Normalised observations are those of Gymnasium's example`() throws {
    // NormalizeObservation(CartPole-v1), seed 123, action 1 until the end.
    var task = NormalisedObservation(try CartPole())
    var random = RandomSource(seed: 123)
    task.reset(using: &random)
    while task.turn != nil { _ = task.step(1, using: &random) }
    let expected: [Float] = [2.0059888, 1.5676788, -1.9944268, -1.6120394]
    for (actual, expected) in zip(task.observation(as: .first), expected) {
      #expect(abs(actual - expected) < 1e-4)
    }
    task.isLearning = false
    let moments = task.moments
    task.reset(using: &random)
    #expect(task.moments == moments)
  }

  @Test func `Normalised rewards have the variance of their discounted sum`() throws {
    var task = NormalisedReward(try CartPole(), discount: 0.9)
    var random = RandomSource(seed: 3)
    var moments = RunningMoments()
    var sum = 0.0
    for _ in 0..<3 {
      task.reset(using: &random)
      while task.turn != nil {
        let step = task.step(0, using: &random)
        sum = step.terminated ? 1 : sum * 0.9 + 1
        moments.add(sum)
        #expect(step.reward == 1 / (moments.variance + 1e-8).squareRoot())
      }
    }
  }

  @Test func `Running moments are those of all numbers`() {
    var random = RandomSource(seed: 8)
    var moments = RunningMoments()
    let values = (0..<5000).map { _ in 3 + 2 * random.normal() }
    for value in values { moments.add(value) }
    let mean = values.reduce(0, +) / 5000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5000
    #expect(abs(moments.mean - mean) < 1e-5)
    #expect(abs(moments.variance - variance) < 1e-5)
  }

  @Test func `Wrappers nest and keep the kind of actions`() throws {
    let discrete = NormalisedObservation(
      FrameStack(ActionRepeat(try CartPole.make(CartPole.registrations[0]), count: 2), depth: 2))
    #expect(discrete.actionCount == 2)
    #expect(discrete.observationShape == .vector(8))
    let continuous = NormalisedReward(TimeLimit(try Pendulum(), steps: 5))
    #expect(continuous.actionBounds == [-2...2])
  }
}
