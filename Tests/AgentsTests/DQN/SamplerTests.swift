import ArenaCore
import Testing

@testable import Agents

@Suite struct SamplerTests {
  @Test func `draws follow the priorities`() {
    var sampler = Sampler(alpha: 0.5, capacity: 6, random: RandomSource(seed: 11))
    let errors: [Float] = [0, 1, 4, 9, 16]
    for slot in errors.indices { sampler.insert(slot) }
    for (slot, error) in errors.enumerated() { sampler.update(slot, error: error) }
    var slots = [Int](repeating: 0, count: 100)
    var weights = [Float](repeating: 0, count: 100)
    var counts = [Double](repeating: 0, count: 6)
    for _ in 0..<200 {
      sampler.draw(from: 5, beta: 1, slots: &slots, weights: &weights)
      for slot in slots { counts[slot] += 1 }
      #expect(weights.max() == 1)
    }
    #expect(counts[5] == 0, "nothing was stored there")
    // Priorities 0.001, 1, 2, 3, 4: chi-squared with 3 degrees of freedom, 0.1 % level 16.3.
    let statistic = (1...4).reduce(0.0) { sum, slot in
      let expected = 20_000 * Double(slot) / 10
      return sum + (counts[slot] - expected) * (counts[slot] - expected) / expected
    }
    #expect(statistic < 16.3)
    #expect(counts[0] < 20)
  }

  @Test func `weights are inverse to probabilities, by beta`() {
    var sampler = Sampler(alpha: 1, capacity: 2, random: RandomSource(seed: 2))
    sampler.insert(0)
    sampler.insert(1)
    sampler.update(0, error: 1)
    sampler.update(1, error: 4)
    var slots = [Int](repeating: 0, count: 64)
    var weights = [Float](repeating: 0, count: 64)
    sampler.draw(from: 2, beta: 0.5, slots: &slots, weights: &weights)
    for (slot, weight) in zip(slots, weights) {
      #expect(abs(weight - (slot == 0 ? 1 : 0.5)) < 1e-4)
    }
  }

  @Test func `new experiences get the largest priority so far`() {
    var sampler = Sampler(alpha: 1, capacity: 4, random: RandomSource(seed: 2))
    sampler.insert(0)
    sampler.update(0, error: 7)
    sampler.update(0, error: 2)
    sampler.insert(1)
    #expect(abs(sampler.priorities[1] - 7) < 1e-4 && abs(sampler.priorities[0] - 2) < 1e-4)
  }

  @Test func `a weight of zero is never drawn, not even at the edges`() {
    var sums = PrioritySums(capacity: 5)
    sums[1] = 0.1
    sums[3] = 0.2
    #expect(sums.slot(at: 0) == 1)
    #expect(sums.slot(at: sums.sum.nextDown) == 3)
    for step in 0..<300 { #expect([1, 3].contains(sums.slot(at: sums.sum * Double(step) / 300))) }
  }

  @Test func `a restored tree of sums is the same whatever its history`() {
    var random = RandomSource(seed: 9)
    var first = PrioritySums(capacity: 37)
    for _ in 0..<1000 { first[random.below(37)] = random.uniform() }
    var second = PrioritySums(capacity: 37)
    for slot in 0..<37 { second[slot] = first[slot] }
    #expect(first.sum == second.sum)
  }
}
