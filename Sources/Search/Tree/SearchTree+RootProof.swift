import ArenaCore

/// How far a search is with the look ahead at its root.
enum RootProof: Sendable {
  /// Still to come.
  case pending
  /// The root is proven: its actions are next, once it is expanded.
  case provesActions
  case done
}

extension SearchTree {
  /// Looks ahead from the root, once in a search. Where that proves its result, proves its actions
  /// too, as far as `proofs` can, for a policy target that knows every one as good as the best.
  mutating func proveRoot(with proofs: inout ProofSearch<Game>) {
    if rootProof == .pending {
      let isProven = !isSolved && root.turn != nil && proofs.prove(root) != nil
      rootProof = isProven ? .provesActions : .done
      // What is below would be proven piece by piece; a fresh root is proven by its actions alone.
      if isProven {
        forget()
        noise.isReady = false
      }
    }
    guard rootProof == .provesActions, nodes.stage[0] == .expanded else { return }
    rootProof = .done
    for edge in nodes.edges(of: 0) {
      var position = root
      position.play(Int(nodes.edges.action[edge]))
      let node = follow(edge, to: position)
      guard nodes.stage[node] == .fresh, let finding = proofs.prove(position) else { continue }
      nodes.makeTerminal(node, finding.proof, distance: finding.distance)
      nodes.spreadProof(of: node)
    }
  }
}
