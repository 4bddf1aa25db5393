/// Which child a simulation goes on to.
extension SearchTree {
  mutating func pick(at node: Int) -> Int {
    switch options.method {
    case .puct:
      nodes.puctChild(
        of: node, priors: nodes.prior, offset: Int(nodes.firstChild[node]),
        reduction: options.firstPlayReduction, forced: 0, options: options)
    case .gumbel: nodes.gumbelChild(of: node, options: options, scratch: &scratch)
    }
  }

  func pickAtRoot() -> Int {
    precondition(noise.isReady, "a search must begin before it selects")
    if noise.halves { return pickByHalving() }
    return nodes.puctChild(
      of: 0, priors: noise.priors, offset: 0, reduction: options.rootFirstPlayReduction,
      forced: noise.isExploring ? options.forcedPlayouts : 0, options: options)
  }

  /// The best child by `gumbelScore` among those with as many visits as the schedule says.
  private func pickByHalving() -> Int {
    let visits = noise.schedule[min(simulations, noise.schedule.count - 1)]
    return bestByGumbelScore { nodes.visits[$0] - noise.visitsAtStart[$1] == visits }
      // Proofs and collisions may leave no child with that count.
      ?? bestByGumbelScore { _, _ in true }!
  }

  /// The child that sequential halving ends with: the best of the most visited in this search.
  func bestByHalving() -> Int {
    let most = nodes.children(of: 0).enumerated().map { index, child in
      isLost(child) ? -1 : nodes.visits[child] - noise.visitsAtStart[index]
    }.max()!
    return bestByGumbelScore { nodes.visits[$0] - noise.visitsAtStart[$1] == most }
      ?? bestByGumbelScore { _, _ in true }!
  }

  /// The child of the root that is best by log prior + noise + sigma(q), among those `included`,
  /// lost ones left out while there are others.
  private func bestByGumbelScore(where included: (_ child: Int, _ index: Int) -> Bool) -> Int? {
    let block = nodes.children(of: 0)
    let scale = nodes.valueScale(of: 0, options: options)
    let completion = nodes.mixedValue(of: 0, priors: noise.priors, offset: 0, options: options)
    let side = Float(nodes.side[0])
    let allLost = block.allSatisfy(isLost)
    var best: Int?
    var bestScore = -Float.infinity
    for (index, child) in block.enumerated() {
      guard allLost || !isLost(child), included(child, index) else { continue }
      let q =
        nodes.hasValue(child, options)
        ? nodes.value(of: child, side: side, solves: options.solves) : completion
      let score = noise.logits[index] + scale * (q + 1) / 2
      if score > bestScore {
        best = child
        bestScore = score
      }
    }
    return best
  }

  /// Whether choosing this child of the root is proven to lose.
  func isLost(_ child: Int) -> Bool {
    options.solves && nodes.isLost(child, side: nodes.side[0])
  }
}
