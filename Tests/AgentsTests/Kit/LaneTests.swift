import ArenaCore
import Environments
import Testing

@testable import Agents

@Suite struct LaneTests {
  @Test func `A saved episode goes on bit for bit`() throws {
    var lane = Lane(
      try CartPole.make(CartPole.registrations[0]), random: RandomSource(seed: 7))
    func play(_ lane: inout Lane<TimeLimit<CartPole>>, steps: Int) {
      for step in 0..<steps where lane.step(step / 2 % 2).isLast { lane.begin() }
    }
    play(&lane, steps: 100)
    var copy = Lane(try CartPole.make(CartPole.registrations[0]), random: RandomSource(seed: 1))
    let isRestored = copy.restore(from: lane.words)
    #expect(isRestored)
    #expect(copy.length == lane.length && copy.total == lane.total)
    play(&lane, steps: 100)
    play(&copy, steps: 100)
    #expect(copy.words == lane.words)
    #expect(copy.world.observation(as: .first) == lane.world.observation(as: .first))
  }

  @Test func `Words that are no episode are refused`() throws {
    var lane = Lane(try MNK(), random: RandomSource(seed: 7))
    _ = lane.step(4)
    let words = lane.words
    // A taken cell, no cell at all, a torn random stream, nothing.
    for bad in [words + [4], words + [99], Array(words.dropFirst()), []] {
      let isRestored = lane.restore(from: bad)
      #expect(!isRestored)
      #expect(lane.words == words)
    }
  }

  @Test func `Opening plies vary in number and never end the game`() throws {
    var lane = Lane(try MNK(), random: RandomSource(seed: 7))
    var chance = RandomSource(seed: 3)
    var lengths = [Int](repeating: 0, count: 10)
    for _ in 0..<2000 {
      lane.begin(openingPlies: 6, using: &chance)
      #expect(lane.world.turn != nil)
      lengths[lane.length] += 1
    }
    #expect(lengths[0...4].allSatisfy { $0 > 200 })
    #expect(lengths[7...].allSatisfy { $0 == 0 })
  }

  @Test func `Continuous actions survive their words`() {
    let action = ContinuousAction(1.5, -0.25, .pi, -0)
    #expect(ContinuousAction(words: action.words[...]) == action)
    #expect(Int(words: (-3).words[...]) == -3)
  }
}
