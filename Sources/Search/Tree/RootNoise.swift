import ArenaCore
import Glibc

/// What a search does to its root for exploration: its priors, its Gumbel noise and its schedule.
///
/// The tree's own priors stay clean, so noise neither adds up nor travels with a kept subtree.
struct RootNoise: Sendable {
  private(set) var isExploring = false
  private var seed: UInt64 = 0
  var isReady = false

  /// The priors to search with, one for each edge of the root; tempered and mixed with noise
  /// where the search explores.
  private(set) var priors: [Float] = []
  /// The logarithm of the priors plus Gumbel noise, for `SearchOptions.Method.gumbel`.
  private(set) var logits: [Float] = []
  /// The visits of each edge when the search began.
  private(set) var visitsAtStart: [Int32] = []
  /// For each simulation the number of visits that the actions under consideration have.
  private(set) var schedule: [Int32] = []

  /// Whether the root is searched by sequential halving.
  private(set) var halves = false

  mutating func begin(exploring: Bool, seed: UInt64) {
    isExploring = exploring
    self.seed = seed
    isReady = false
  }

  /// Draws the noise for an expanded root.
  mutating func prepare(_ nodes: NodeStore, _ options: SearchOptions, limit: Int?) {
    var random = RandomSource(seed: seed)
    let block = nodes.edges(of: 0)
    priors.removeAll(keepingCapacity: true)
    logits.removeAll(keepingCapacity: true)
    visitsAtStart.removeAll(keepingCapacity: true)
    for edge in block {
      priors.append(nodes.edges.prior[edge])
      visitsAtStart.append(nodes.edges.visits[edge])
    }
    halves = options.method == .gumbel && limit != nil
    if isExploring {
      temper(by: options.rootPriorTemperature)
      if !halves && options.noiseWeight > 0 { mixNoise(options, using: &random) }
    }
    let scale = isExploring ? options.gumbelScale : 0
    for prior in priors {
      let gumbel = scale == 0 ? 0 : -log(-log(1 - random.uniform() * 0.999_999_999_999))
      logits.append(log(max(prior, Float.leastNormalMagnitude)) + scale * Float(gumbel))
    }
    schedule.removeAll(keepingCapacity: true)
    if halves, let limit {
      appendSchedule(actions: min(options.gumbelActions, block.count), simulations: limit)
    }
    isReady = true
  }

  private mutating func temper(by temperature: Float) {
    guard temperature != 1, temperature > 0 else { return }
    var sum: Float = 0
    for index in priors.indices {
      priors[index] = pow(priors[index], 1 / temperature)
      sum += priors[index]
    }
    for index in priors.indices { priors[index] /= sum }
  }

  private mutating func mixNoise(_ options: SearchOptions, using random: inout RandomSource) {
    let concentration = Double(options.noiseConcentration) / Double(priors.count)
    let weights = random.dirichlet(concentration: concentration, count: priors.count)
    let share = options.noiseWeight
    for index in priors.indices {
      priors[index] = (1 - share) * priors[index] + share * Float(weights[index])
    }
  }

  /// Sequential halving as a list: simulation i goes to the best action among those that have
  /// `schedule[i]` visits, so that the better half of `actions` is visited on, then its better
  /// half, each halving costing about as many simulations.
  private mutating func appendSchedule(actions: Int, simulations: Int) {
    guard actions > 1 else {
      for visit in 0..<simulations { schedule.append(Int32(visit)) }
      return
    }
    let rounds = Int.bitWidth - (actions - 1).leadingZeroBitCount  // ceil(log2(actions))
    var considered = actions
    var visits = [Int32](repeating: 0, count: actions)
    while schedule.count < simulations {
      let repeats = max(1, simulations / (rounds * considered))
      for _ in 0..<repeats {
        for index in 0..<considered {
          schedule.append(visits[index])
          visits[index] += 1
        }
      }
      considered = max(2, considered / 2)
    }
    schedule.removeLast(schedule.count - simulations)
  }
}
