/// Who took points from whom: an edge from each player to those it scored against, by wins or draws.
///
/// Ratings have a finite maximum only if everybody is reachable from everybody (Ford 1957).
struct WinGraph {
  private var reaches: [[Bool]]  // [player, player]

  init(playerCount: Int, _ results: [PairResult]) {
    reaches = (0..<playerCount).map { player in (0..<playerCount).map { $0 == player } }
    for result in results {
      if result.wins + result.draws > 0 { reaches[result.first][result.second] = true }
      if result.losses + result.draws > 0 { reaches[result.second][result.first] = true }
    }
    for middle in 0..<playerCount {
      for player in 0..<playerCount where reaches[player][middle] {
        for other in 0..<playerCount where reaches[middle][other] {
          reaches[player][other] = true
        }
      }
    }
  }

  /// The groups within which everybody is reachable from everybody, each in ascending order, the
  /// ones that score against others first.
  var groups: [[Int]] {
    var seen = Set<Int>()
    var groups: [[Int]] = []
    for player in reaches.indices where !seen.contains(player) {
      let group = reaches.indices.filter { reaches[player][$0] && reaches[$0][player] }
      seen.formUnion(group)
      groups.append(group)
    }
    func beaten(by group: [Int]) -> Int { reaches[group[0]].count { $0 } }
    return groups.sorted { beaten(by: $0) > beaten(by: $1) }
  }
}
