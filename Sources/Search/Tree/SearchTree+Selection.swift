/// Which edge a simulation goes on along.
extension SearchTree {
  mutating func pick(at node: Int) -> Int {
    switch options.method {
    case .puct:
      nodes.puctEdge(
        of: node, priors: nodes.edges.prior, offset: Int(nodes.firstEdge[node]),
        reduction: options.firstPlayReduction, forced: 0, options: options)
    case .gumbel: nodes.gumbelEdge(of: node, options: options, scratch: &scratch)
    }
  }

  func pickAtRoot() -> Int {
    precondition(noise.isReady, "a search must begin before it selects")
    if noise.halves { return pickByHalving() }
    return nodes.puctEdge(
      of: 0, priors: noise.priors, offset: 0, reduction: options.rootFirstPlayReduction,
      forced: noise.isExploring ? options.forcedPlayouts : 0, options: options)
  }

  /// The best edge by `gumbelScore` among those with as many visits as the schedule has.
  private func pickByHalving() -> Int {
    let visits = noise.schedule[min(simulations, noise.schedule.count - 1)]
    return bestByGumbelScore { nodes.edges.visits[$0] - noise.visitsAtStart[$1] == visits }
      // Proofs and collisions may leave no action with that count.
      ?? bestByGumbelScore { _, _ in true }!
  }

  /// The edge that sequential halving ends with: the best of the most visited in this search.
  func bestByHalving() -> Int {
    let most = nodes.edges(of: 0).enumerated().map { index, edge in
      isLost(edge) ? -1 : nodes.edges.visits[edge] - noise.visitsAtStart[index]
    }.max()!
    return bestByGumbelScore { nodes.edges.visits[$0] - noise.visitsAtStart[$1] == most }
      ?? bestByGumbelScore { _, _ in true }!
  }

  /// The edge of the root that is best by log prior + noise + sigma(q), among those `included`,
  /// lost ones left out while there are others.
  private func bestByGumbelScore(where included: (_ edge: Int, _ index: Int) -> Bool) -> Int? {
    let block = nodes.edges(of: 0)
    let scale = nodes.valueScale(of: 0, options: options)
    let completion = nodes.mixedValue(of: 0, priors: noise.priors, offset: 0, options: options)
    let side = Float(nodes.side[0])
    let allLost = block.allSatisfy(isLost)
    var best: Int?
    var bestScore = -Float.infinity
    for (index, edge) in block.enumerated() {
      guard allLost || !isLost(edge), included(edge, index) else { continue }
      let q =
        nodes.hasValue(edge, options)
        ? nodes.value(of: edge, side: side, options) : completion
      let score = noise.logits[index] + scale * (q + 1) / 2
      if score > bestScore {
        best = edge
        bestScore = score
      }
    }
    return best
  }

  /// Whether choosing this edge of the root is proven to lose.
  func isLost(_ edge: Int) -> Bool {
    options.solves && nodes.isLost(edge, side: nodes.side[0])
  }
}
