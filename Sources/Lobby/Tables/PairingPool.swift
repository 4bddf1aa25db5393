import Match

/// Who waits for an opponent at the same terms.
///
/// Each accepts opponents within a number of rating points that grows while it waits, and after a
/// while whoever is there: so the one who waits longest chooses first, and takes the nearest.
struct PairingPool {
  /// One who waits.
  struct Entry {
    let offer: Int
    let rating: Double
    let since: Duration
  }

  /// By rating.
  private(set) var entries: [Entry] = []

  /// So many neighbours of somebody are looked at for one to play with.
  private static let reach = 64

  mutating func insert(_ entry: Entry) {
    entries.insert(entry, at: entries.partitioningIndex { $0.rating >= entry.rating })
  }

  mutating func remove(_ offer: Int) { entries.removeAll { $0.offer == offer } }

  /// Takes out pairs that meet, those first who wait longest.
  ///
  /// - Parameters:
  ///   - gap: how many points apart somebody may be who has waited for so long.
  ///   - mayMeet: whether two may, of whom at least one has waited long enough.
  mutating func takePairs(
    at now: Duration, gap: (Duration) -> Double, mayMeet: (Int, Int) -> Bool
  ) -> [(Entry, Entry)] {
    guard entries.count > 1 else { return [] }
    var pairs: [(Entry, Entry)] = []
    var isTaken = [Bool](repeating: false, count: entries.count)
    let order = entries.indices.sorted {
      (entries[$0].since, entries[$0].offer) < (entries[$1].since, entries[$1].offer)
    }
    for index in order where !isTaken[index] {
      let entry = entries[index]
      let limit = gap(now - entry.since)
      let partner = neighbours(of: index, isTaken).first { other in
        abs(entries[other].rating - entry.rating) <= limit
          && mayMeet(entry.offer, entries[other].offer)
      }
      guard let partner else { continue }
      (isTaken[index], isTaken[partner]) = (true, true)
      pairs.append((entry, entries[partner]))
    }
    entries = zip(entries, isTaken).filter { !$0.1 }.map(\.0)
    return pairs
  }

  /// The places of those who are not taken, nearest first.
  private func neighbours(of index: Int, _ isTaken: [Bool]) -> [Int] {
    let below = Array(
      entries[..<index].indices.reversed().lazy.filter { !isTaken[$0] }.prefix(Self.reach))
    let above = Array(
      entries[(index + 1)...].indices.lazy.filter { !isTaken[$0] }.prefix(Self.reach))
    return (below + above).sorted {
      abs(entries[$0].rating - entries[index].rating)
        < abs(entries[$1].rating - entries[index].rating)
    }
  }
}

extension Array {
  /// The first place from which on `isBehind` holds, which it does for a tail of the array.
  fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
