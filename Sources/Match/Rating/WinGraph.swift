/// Who took points from whom: an edge from each player to those it scored against, by wins or draws.
///
/// Ratings have a finite maximum only if everybody is reachable from everybody (Ford 1957).
struct WinGraph {
  private var edges: [[Int]]  // [player]: those it scored against

  /// - Parameter anchors: players whose ratings are held fixed, which connects them.
  init(playerCount: Int, _ results: [PairResult], anchors: [Int] = []) {
    edges = [[Int]](repeating: [], count: playerCount)
    for result in results {
      if result.wins + result.draws > 0 { edges[result.first].append(result.second) }
      if result.losses + result.draws > 0 { edges[result.second].append(result.first) }
    }
    for (one, next) in zip(anchors, anchors.dropFirst()) {
      edges[one].append(next)
      edges[next].append(one)
    }
  }

  /// The groups within which everybody is reachable from everybody, each in ascending order, those
  /// that score against others before these.
  ///
  /// Source: Tarjan 1972, with a stack of its own, so that a long chain of players cannot overflow.
  var groups: [[Int]] {
    var groups: [[Int]] = []
    var number = [Int?](repeating: nil, count: edges.count)
    var lowest = [Int](repeating: 0, count: edges.count)
    var isOpen = [Bool](repeating: false, count: edges.count)
    var open: [Int] = []
    var visited = 0
    for start in edges.indices where number[start] == nil {
      var path = [(player: start, edge: 0)]
      while let (player, edge) = path.last {
        if edge == 0 {
          number[player] = visited
          lowest[player] = visited
          visited += 1
          open.append(player)
          isOpen[player] = true
        }
        if edge < edges[player].count {
          path[path.count - 1].edge += 1
          let next = edges[player][edge]
          if let seen = number[next] {
            if isOpen[next] { lowest[player] = min(lowest[player], seen) }
          } else {
            path.append((next, 0))
          }
          continue
        }
        path.removeLast()
        if let parent = path.last?.player { lowest[parent] = min(lowest[parent], lowest[player]) }
        guard lowest[player] == number[player], let place = open.lastIndex(of: player) else {
          continue
        }
        for member in open[place...] { isOpen[member] = false }
        groups.append(open[place...].sorted())
        open.removeSubrange(place...)
      }
    }
    return groups.reversed()
  }
}
