/// Where a Swiss tournament stands, and who meets whom next.
struct SwissTable {
  private(set) var points: [Double]  // [player]
  private(set) var byes: [Int]  // [player]
  /// How often each pair met, the lower number first.
  private(set) var meetings: [[Int]: Int] = [:]
  private var opponents: [[Int]]  // [player, match]
  /// Games at the first seat less those at the second, and the last one's sign.
  private var balance: [Int]  // [player]
  private var lastSeat: [Int]  // [player]
  private let gamesPerPair: Int

  init(players: Int, gamesPerPair: Int) {
    points = [Double](repeating: 0, count: players)
    byes = [Int](repeating: 0, count: players)
    opponents = [[Int]](repeating: [], count: players)
    balance = byes
    lastSeat = byes
    self.gamesPerPair = gamesPerPair
  }

  /// Adds the games of a round.
  mutating func add(_ results: some Collection<GameResult>) {
    var met: Set<[Int]> = []
    for result in results {
      points[result.first] += result.points
      points[result.second] += 1 - result.points
      balance[result.first] += 1
      balance[result.second] -= 1
      (lastSeat[result.first], lastSeat[result.second]) = (1, -1)
      met.insert([min(result.first, result.second), max(result.first, result.second)])
    }
    for pair in met.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      meetings[pair, default: 0] += 1
      opponents[pair[0]].append(pair[1])
      opponents[pair[1]].append(pair[0])
    }
    let playing = Set(met.joined())
    for player in points.indices where !playing.contains(player) {
      byes[player] += 1
      points[player] += Double(gamesPerPair)
    }
  }

  /// The points of all whom a player met; a bye counts as an opponent with half of its own.
  func buchholz(of player: Int) -> Double {
    opponents[player].reduce(Double(byes[player]) * points[player] / 2) { $0 + points[$1] }
  }

  /// By points, Buchholz and number.
  var order: [Int] {
    let keys = points.indices.map { (-points[$0], -buchholz(of: $0), $0) }
    return keys.sorted(by: <).map(\.2)
  }

  /// A pair with the one first that is to move first.
  func seated(_ pair: (Int, Int)) -> (Int, Int) {
    let (a, b) = pair
    let isInOrder = (balance[a], lastSeat[a], a) <= (balance[b], lastSeat[b], b)
    return isInOrder ? (a, b) : (b, a)
  }

  /// Who meets whom in the next round, the top of the table first.
  mutating func pairs() -> [(Int, Int)] {
    let order = order
    guard order.count.isMultiple(of: 2) else {
      // From below, and first those who have not had one.
      let candidates = order.reversed().sorted { byes[$0] < byes[$1] }
      for strict in [true, false] {
        for player in candidates {
          if let pairs = matching(order.filter { $0 != player }, strict: strict) { return pairs }
        }
      }
      return []
    }
    return matching(order, strict: true) ?? matching(order, strict: false) ?? []
  }

  /// Pairs from the top of `order`, each with the nearest in the other half of its own group of
  /// points, else further down; nil where there is no way, or none was found in many steps.
  ///
  /// - Parameter strict: whether no two may meet again.
  private func matching(_ order: [Int], strict: Bool) -> [(Int, Int)]? {
    var steps = 20_000
    var pairs: [(Int, Int)] = []
    func extend(_ rest: [Int]) -> Bool {
      guard let top = rest.first else { return true }
      let group = rest.prefix { points[$0] == points[top] }.count
      let half = max(1, group / 2)
      var candidates = rest.indices.dropFirst().map { index in
        (
          meetings[[min(top, rest[index]), max(top, rest[index])], default: 0],
          index < group ? abs(index - half) : index, index
        )
      }
      candidates.sort(by: <)
      for (met, _, index) in candidates {
        guard !strict || met == 0 else { break }
        steps -= 1
        guard steps > 0 else { return false }
        pairs.append((top, rest[index]))
        var others = rest
        others.remove(at: index)
        others.removeFirst()
        if extend(others) { return true }
        pairs.removeLast()
      }
      return false
    }
    return extend(order) ? pairs : nil
  }
}
