import ArenaCore
import Environments
import Testing

@Suite struct TimeLimitTests {
  @Test func `a time limit cuts the episode at its last step`() throws {
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

  @Test func `a step may be terminated and truncated at once`() throws {
    var task = TimeLimit(try FrozenLake(["is_slippery": "false"]), steps: 2)
    var random = RandomSource(seed: 1)
    task.reset(using: &random)
    _ = task.step(1, using: &random)
    #expect(task.step(2, using: &random) == Step(reward: 0, terminated: true, truncated: true))
  }
}
