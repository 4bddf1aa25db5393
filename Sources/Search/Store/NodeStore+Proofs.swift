/// Exact values, found at the ends of games and carried up.
extension NodeStore {
  /// What is proven of the position that an edge leads to.
  func proof(behind edge: Int) -> Proof {
    let node = Int(edges.target[edge])
    return node < 0 ? .unknown : proof[node]
  }

  /// Plies to the end after taking an edge; 0 unless it is proven.
  func distance(behind edge: Int) -> Int32 {
    let node = Int(edges.target[edge])
    return node < 0 ? 0 : distance[node]
  }

  /// Whether choosing this edge is proven to lose.
  func isLost(_ edge: Int, side: Int8) -> Bool {
    let proof = proof(behind: edge)
    return proof != .unknown && proof.rawValue * side < 0
  }

  /// Carries the proof of a node to all nodes with an edge to it, and on as far as it decides
  /// anything.
  mutating func spreadProof(of node: Int) {
    worklist.append(Int32(node))
    while let proven = worklist.popLast() {
      var edge = Int(firstIncoming[Int(proven)])
      while edge >= 0 {
        let above = edges.source[edge]
        if deduceProof(of: Int(above)) { worklist.append(above) }
        edge = Int(edges.nextIncoming[edge])
      }
    }
  }

  /// Proves a node where its edges suffice; false where they do not or it was proven before.
  mutating func deduceProof(of node: Int) -> Bool {
    guard proof[node] == .unknown, let (result, plies) = deducedProof(of: node) else {
      return false
    }
    proof[node] = result
    distance[node] = plies
    return true
  }

  /// What follows for a node from the proofs behind its edges: from one win, or from knowing all.
  ///
  /// The distance is that of the shortest known win, else the longest draw or loss.
  func deducedProof(of node: Int) -> (Proof, distance: Int32)? {
    let own = side[node]
    var shortestWin = Int32.max
    var longestDraw: Int32 = -1
    var longestLoss: Int32 = -1
    var allKnown = true
    for edge in edges(of: node) {
      let proof = proof(behind: edge)
      guard proof != .unknown else {
        allKnown = false
        continue
      }
      let result = proof.rawValue * own
      let plies = distance(behind: edge)
      if result > 0 { shortestWin = min(shortestWin, plies) }
      if result == 0 { longestDraw = max(longestDraw, plies) }
      if result < 0 { longestLoss = max(longestLoss, plies) }
    }
    if shortestWin < Int32.max { return (own > 0 ? .firstWins : .secondWins, shortestWin + 1) }
    guard allKnown else { return nil }
    if longestDraw >= 0 { return (.draw, longestDraw + 1) }
    return (own > 0 ? .secondWins : .firstWins, longestLoss + 1)
  }
}
