import ArenaCore
import Environments
import Testing

@testable import Agents

/// Episodes that a learner's state is saved with.
@Suite struct RecordedEpisodeTests {
  private func one<World: Environment>(
    _ world: World, seed: UInt64 = 7
  ) -> VectorEnvironment<World> {
    VectorEnvironment(world, randoms: [RandomSource(seed: seed)], recordsEpisodes: true)
  }

  private func play<World: DiscreteEnvironment>(
    _ vector: inout VectorEnvironment<World>, steps: Int
  ) {
    for step in 0..<steps {
      let legal = vector.environments[0].legalActions
      if vector.step(legal[step / 2 % legal.count], at: 0).isLast { vector.reset(at: 0) }
    }
  }

  private func check<World: DiscreteEnvironment>(_ world: World) where World.Action == Int {
    var vector = one(world)
    for length in [0, 3, 100] {
      play(&vector, steps: length)
      var copy = one(world, seed: 1)
      let isRestored = copy.restore(vector.words(of: 0), at: 0)
      #expect(isRestored)
      #expect(copy.episode(at: 0).total == vector.episode(at: 0).total)
      #expect(copy.observations == vector.observations)
      var original = vector
      play(&original, steps: 100)
      play(&copy, steps: 100)
      #expect(copy.words(of: 0) == original.words(of: 0))
      #expect(copy.observations == original.observations)
    }
  }

  @Test func `a saved episode goes on bit for bit`() throws {
    check(try CartPole.make(CartPole.registrations[0]))
  }

  @Test func `an episode that began with half a random word goes on bit for bit`() throws {
    check(try Blackjack.make(Blackjack.registrations[0]))
    check(try Taxi.make(Taxi.registrations[0]))
  }

  @Test func `words that are no episode are refused`() throws {
    var vector = one(try MNK())
    vector.step(4, at: 0)
    let words = vector.words(of: 0)
    // A taken cell, no cell at all, a torn random stream, nothing, lengths that lie.
    let bad: [[UInt64]] = [
      words + [4], words + [99], Array(words.dropFirst(2)), [], [4], [99] + words.dropFirst(),
      [.max] + words.dropFirst(),
    ]
    for bad in bad {
      let isRestored = vector.restore(bad, at: 0)
      #expect(!isRestored)
      #expect(vector.words(of: 0) == words)
    }
  }

  @Test func `opening plies vary in number and never end the game`() throws {
    var vector = one(try MNK())
    var random = RandomSource(seed: 3)
    var lengths = [Int](repeating: 0, count: 10)
    for _ in 0..<2000 {
      vector.reset(at: 0, openingPlies: 6, using: &random)
      #expect(vector.environments[0].turn != nil)
      lengths[vector.episode(at: 0).actions.count] += 1
    }
    #expect(lengths[0...4].allSatisfy { $0 > 200 })
    #expect(lengths[7...].allSatisfy { $0 == 0 })
  }

  @Test func `continuous actions survive their words`() {
    let action = ContinuousAction(1.5, -0.25, .pi, -0)
    let words = ContinuousAction(words: action.words[...])?.words
    #expect(words == action.words)
    #expect(Int(words: (-3).words[...]) == -3)
  }
}
