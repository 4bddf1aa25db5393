extension SearchTree {
  /// The actions that both sides would choose from the root, as far as the search looked.
  ///
  /// - Parameter limit: the most actions.
  public func principalVariation(limit: Int = 32) -> [Int] {
    var line: [Int] = []
    var node = 0
    while line.count < limit, nodes.stage[node] == .expanded,
      let edge = nodes.preferredEdge(of: node, options)
    {
      let target = Int(nodes.edges.target[edge])
      // An action that was never tried may still be the only one, or lead to a known end.
      guard target >= 0 || line.isEmpty else { break }
      line.append(Int(nodes.edges.action[edge]))
      guard target >= 0 else { break }
      node = target
    }
    return line
  }
}
