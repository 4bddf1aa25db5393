public import ArenaCore
import Glibc

/// What a search found out.
extension SearchTree {
  /// Simulations of the search begun last.
  public var simulationCount: Int { simulations }

  /// Positions in it.
  public var nodeCount: Int { nodes.count }

  /// The value of the root from the view of its seat to move, -1 ... 1: exact where proven, else the
  /// mean over its simulations; 0 before the first.
  public var value: Double {
    let seat = root.turn ?? .first
    if let exact = nodes.proof[0].value(for: seat) { return exact }
    guard nodes.visits[0] > nodes.pending[0] else { return 0 }
    let mean = nodes.mean(of: 0)
    return seat == .first ? mean : -mean
  }

  /// What is proven of the root.
  public var proof: Proof { nodes.proof[0] }

  /// Plies to the end of the game by the proof found, for a proven root. Wins are the shortest and
  /// losses the longest known, which is not always the shortest and longest there are.
  public var proofDistance: Int { Int(nodes.distance[0]) }

  /// Visits of each action at the root, kept ones included, `[actionCount]`.
  public var visitCounts: [Int] {
    var counts = [Int](repeating: 0, count: root.actionCount)
    for edge in nodes.edges(of: 0) {
      counts[Int(nodes.edges.action[edge])] = Int(nodes.edges.visits[edge])
    }
    return counts
  }

  /// What the search knows about one action at the root.
  public struct ActionReport: Sendable, Hashable {
    public let action: Int
    /// Visits, kept ones included.
    public let visits: Int
    /// The evaluator's probability, without noise.
    public let prior: Float
    /// From the view of the seat to move at the root, -1 ... 1; nil before the first visit.
    public let value: Double?
    public let proof: Proof
    /// Plies to the end after this action, for a proven one.
    public let distance: Int
  }

  /// One report for each legal action, in ascending order; none before the root is evaluated.
  public var actionReports: [ActionReport] {
    nodes.edges(of: 0).map { edge in
      let value: Double? =
        nodes.hasValue(edge, options)
        ? Double(nodes.value(of: edge, side: Float(nodes.side[0]), options)) : nil
      return ActionReport(
        action: Int(nodes.edges.action[edge]), visits: Int(nodes.edges.visits[edge]),
        prior: nodes.edges.prior[edge], value: value, proof: nodes.proof(behind: edge),
        distance: Int(nodes.distance(behind: edge)))
    }
  }

  /// The reports, best first: short wins, then by visits, then losses, the longest first. Equals go
  /// by value, prior and action.
  public var rankedReports: [ActionReport] {
    let seat = root.turn ?? .first
    func rank(_ report: ActionReport) -> (Int, Int, Double, Float, Int) {
      let value = report.value ?? -1
      return switch report.proof.value(for: seat) {
      case 1: (2, -report.distance, value, report.prior, -report.action)
      case -1: (0, report.distance, value, report.prior, -report.action)
      default: (1, report.visits, value, report.prior, -report.action)
      }
    }
    return actionReports.sorted { rank($0) > rank($1) }
  }

  /// The moves that the search expects from a root action on, that action first; it ends where the
  /// search never went.
  public func line(from action: Int, atMost limit: Int = 16) -> [Int] {
    var line: [Int] = []
    var next = nodes.edges(of: 0).first { Int(nodes.edges.action[$0]) == action }
    while let edge = next, line.count < limit {
      line.append(Int(nodes.edges.action[edge]))
      let node = Int(nodes.edges.target[edge])
      guard node >= 0, nodes.stage[node] == .expanded else { break }
      next = nodes.preferredEdge(of: node, options).flatMap { best in
        nodes.edges.visits[best] > 0 || nodes.proof(behind: best) != .unknown ? best : nil
      }
    }
    return line
  }

  /// The actions that both sides would choose from the root, as far as the search looked.
  ///
  /// - Parameter limit: the most actions.
  public func principalVariation(limit: Int = 32) -> [Int] {
    guard nodes.stage[0] == .expanded, let edge = nodes.preferredEdge(of: 0, options) else {
      return []
    }
    return line(from: Int(nodes.edges.action[edge]), atMost: limit)
  }

  // MARK: Policy

  /// How far a policy is from the evaluator's own at the root, without noise: KL(policy || prior) in
  /// nats, >= 0; 0 before the root is evaluated.
  ///
  /// - Parameter policy: `[actionCount]`, such as `policyTarget`.
  public func policySurprise(of policy: Span<Float>) -> Float {
    var divergence: Float = 0
    for edge in nodes.edges(of: 0) {
      let probability = policy[Int(nodes.edges.action[edge])]
      guard probability > 0 else { continue }
      divergence += probability * log(probability / max(nodes.edges.prior[edge], 1e-9))
    }
    // Rounding may leave a policy like the prior slightly below.
    return max(0, divergence)
  }

  /// The probabilities that a policy should learn from this search, `[actionCount]`; they sum to 1.
  /// All 0 where the game is over or the root not yet evaluated.
  public var policyTarget: [Float] {
    var target = [Float](repeating: 0, count: root.actionCount)
    var span = target.mutableSpan
    writePolicyTarget(into: &span)
    return target
  }

  /// Writes `policyTarget` over all of `target`, `[actionCount]`.
  ///
  /// A proven root puts all weight on the shortest wins (longest losses; draws by their visits).
  /// Else PUCT gives the visits, less what forced playouts added, and Gumbel the improved policy;
  /// actions proven lost get 0.
  public func writePolicyTarget(into target: inout MutableSpan<Float>) {
    precondition(target.count == root.actionCount, "a policy has \(root.actionCount) entries")
    for index in target.indices { target[index] = 0 }
    guard nodes.stage[0] == .expanded else { return }
    let weights = isSolved ? provenWeights() : noise.halves ? improvedWeights() : visitWeights()
    let sum = weights.reduce(0, +)
    for (index, edge) in nodes.edges(of: 0).enumerated() {
      target[Int(nodes.edges.action[edge])] = weights[index] / sum
    }
  }

  /// Weights over the root's edges that keep the proven value.
  private func provenWeights() -> [Float] {
    let block = nodes.edges(of: 0)
    let best = nodes.preferredEdge(of: 0, options)!
    let isDraw = nodes.proof[0] == .draw
    return block.map { edge in
      guard nodes.proof(behind: edge) == nodes.proof(behind: best) else { return 0 }
      if isDraw { return Float(1 + nodes.edges.visits[edge]) }
      return nodes.distance(behind: edge) == nodes.distance(behind: best) ? 1 : 0
    }
  }

  private func improvedWeights() -> [Float] {
    var weights: [Float] = []
    nodes.writeImprovedPolicy(
      of: 0, priors: noise.priors, offset: 0, options: options, into: &weights)
    return weights
  }

  private func visitWeights() -> [Float] {
    let block = nodes.edges(of: 0)
    var weights = block.map { isLost($0) ? 0 : Float(nodes.edges.visits[$0]) }
    if noise.isReady && noise.isExploring && options.forcedPlayouts > 0 { pruneForced(&weights) }
    if weights.contains(where: { $0 > 0 }) { return weights }
    // Nothing but lost actions was visited, or nothing at all.
    return block.map { isLost($0) ? 0 : max(nodes.edges.prior[$0], Float.leastNormalMagnitude) }
  }

  /// Takes out the visits that only forced playouts explain: as many as leave an action's PUCT score
  /// below the best action's, and an action left with one visit altogether.
  private func pruneForced(_ weights: inout [Float]) {
    let block = nodes.edges(of: 0)
    let total = Float(nodes.visits[0])
    let bonus = nodes.explorationBonus(of: 0, options)
    let side = Float(nodes.side[0])
    let best = weights.indices.max { weights[$0] < weights[$1] }!
    func value(_ index: Int) -> Float {
      nodes.value(of: block.lowerBound + index, side: side, options)
    }
    guard weights[best] > 0 else { return }
    let bestScore = value(best) + bonus * noise.priors[best] / (1 + weights[best])
    for index in weights.indices where index != best && weights[index] > 0 {
      let prior = noise.priors[index]
      let forced = (options.forcedPlayouts * prior * (total - 1)).squareRoot()
      let gap = bestScore - value(index)
      // The fewest visits n with value + bonus * prior / (1 + n) below the best score.
      let needed = gap > 0 ? (bonus * prior / gap - 1).rounded(.up) : weights[index]
      let kept = max(needed, weights[index] - forced.rounded(.down), 0)
      weights[index] = min(weights[index], kept)
      if weights[index] <= 1 { weights[index] = 0 }
    }
  }

  // MARK: Choosing

  /// The action to play at the root.
  ///
  /// A proven root plays its shortest win or longest loss. Else a temperature above 0 draws from
  /// the policy target; at 0 it is the most visited action, or the winner of sequential halving.
  ///
  /// - Parameter ply: actions played before in this game, for the temperature schedule.
  /// - Precondition: the root has been evaluated.
  public func chooseAction(atPly ply: Int, using random: inout RandomSource) -> Int {
    precondition(nodes.stage[0] == .expanded, "nothing to choose: the root was never expanded")
    let temperature = options.temperature.temperature(atPly: ply)
    if isSolved || temperature < 0.01 {
      let isHalving = noise.isReady && noise.halves && !isSolved
      let best = isHalving ? bestByHalving() : nodes.preferredEdge(of: 0, options)!
      return Int(nodes.edges.action[best])
    }
    let policy = policyTarget
    let highest = policy.max()!
    return random.index(weightedBy: policy.map { pow($0 / highest, 1 / temperature) })
  }
}

extension NodeStore {
  /// The edge to take: a shortest proven win, else the most visited one that is not lost (ties by
  /// value, then prior), else the longest loss.
  func preferredEdge(of node: Int, _ options: SearchOptions) -> Int? {
    let side = self.side[node]
    /// Compared from left to right.
    func rank(_ edge: Int) -> (Int, Int, Float, Float) {
      let proof = options.solves ? proof(behind: edge) : .unknown
      let result = proof == .unknown ? nil : Int(proof.rawValue * side)
      let mean = hasValue(edge, options) ? value(of: edge, side: Float(side), options) : -1
      let (plies, prior) = (Int(distance(behind: edge)), edges.prior[edge])
      if result == 1 { return (2, -plies, mean, prior) }
      if result == -1 { return (0, plies, mean, prior) }
      // Where the node is proven drawn, the unproven edges must not be preferred: there are none.
      return (1, Int(edges.visits[edge]), mean, prior)
    }
    var best: Int?
    for edge in edges(of: node) {
      if let current = best, rank(edge) <= rank(current) { continue }
      best = edge
    }
    return best
  }
}
