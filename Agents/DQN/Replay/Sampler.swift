import ArenaCore
import Glibc

/// Draws experiences to learn from: evenly, or the more often the more wrong their value was.
///
/// Priority is (|error| + 1e-6)^alpha, that of the newest ones the largest so far. Drawn
/// experiences are weighted by (1 / probability)^beta, the largest weight of a batch being 1.
///
/// Source: Schaul et al. 2015, proportional variant.
struct Sampler {
  /// 0 draws evenly.
  let alpha: Double
  private(set) var priorities: PrioritySums
  /// The priority of new experiences.
  private(set) var largest = 1.0
  var random: RandomSource

  /// - Parameter capacity: the slots of the replay buffer.
  init(alpha: Double, capacity: Int, random: RandomSource) {
    self.alpha = alpha
    priorities = PrioritySums(capacity: alpha > 0 ? capacity : 1)
    self.random = random
  }

  private var isEven: Bool { alpha == 0 }

  /// Hears of a new experience in `slot`.
  mutating func insert(_ slot: Int) {
    if !isEven { priorities[slot] = largest }
  }

  /// Fills `slots` with draws from the first `count` slots, and `weights` with what each counts for.
  mutating func draw(
    from count: Int, beta: Double, slots: inout [Int], weights: inout [Float]
  ) {
    guard !isEven else {
      for row in slots.indices {
        slots[row] = random.below(count)
        weights[row] = 1
      }
      return
    }
    var heaviest: Float = 0
    for row in slots.indices {
      let slot = priorities.slot(at: random.uniform() * priorities.sum)
      slots[row] = slot
      weights[row] = Float(pow(priorities.sum / priorities[slot], beta))
      heaviest = max(heaviest, weights[row])
    }
    for row in weights.indices { weights[row] /= heaviest }
  }

  /// Hears how wrong the value of a drawn experience was.
  mutating func update(_ slot: Int, error: Float) {
    guard !isEven else { return }
    let priority = pow(Double(abs(error)) + 1e-6, alpha)
    priorities[slot] = priority
    largest = max(largest, priority)
  }

  // MARK: Saving

  /// The largest priority, then that of each of the first `count` slots; empty for even draws.
  func state(count: Int) -> [Double] {
    isEven ? [] : [largest] + (0..<count).map { priorities[$0] }
  }

  /// Restores saved state; false when they are none.
  mutating func restore(_ state: [Double], count: Int) -> Bool {
    guard !isEven else { return state.isEmpty }
    guard state.count == count + 1, count <= priorities.capacity,
      state.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return false }
    largest = state[0]
    for slot in 0..<count { priorities[slot] = state[slot + 1] }
    return true
  }
}
