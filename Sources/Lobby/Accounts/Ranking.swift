/// Who is rated at one game, strongest first; equals by name.
///
/// A list of short ordered lists: a change costs the square root of their number, a look at the
/// strongest nothing.
struct Ranking {
  /// One place of it.
  struct Place {
    let rating: Double
    let name: String
    let account: AccountID

    static func < (a: Self, b: Self) -> Bool {
      a.rating == b.rating ? a.name < b.name : a.rating > b.rating
    }
  }

  private var chunks: [[Place]] = []
  private static let chunkLimit = 256

  var count: Int { chunks.reduce(0) { $0 + $1.count } }

  /// The first so many.
  func first(_ limit: Int) -> [Place] { Array(chunks.joined().prefix(limit)) }

  mutating func insert(_ place: Place) {
    guard !chunks.isEmpty else { return chunks.append([place]) }
    let chunk = min(chunk(of: place), chunks.count - 1)
    chunks[chunk].insert(place, at: Self.index(of: place, in: chunks[chunk]))
    guard chunks[chunk].count > Self.chunkLimit else { return }
    let half = chunks[chunk].count / 2
    chunks.insert(Array(chunks[chunk][half...]), at: chunk + 1)
    chunks[chunk].removeSubrange(half...)
  }

  /// Takes out what was inserted just so.
  mutating func remove(_ place: Place) {
    let chunk = chunk(of: place)
    guard chunk < chunks.count else { return }
    let index = Self.index(of: place, in: chunks[chunk])
    guard index < chunks[chunk].count, chunks[chunk][index].account == place.account else { return }
    chunks[chunk].remove(at: index)
    if chunks[chunk].isEmpty { chunks.remove(at: chunk) }
  }

  /// The first chunk whose last place is not before `place`.
  private func chunk(of place: Place) -> Int {
    var (low, high) = (0, chunks.count)
    while low < high {
      let middle = (low + high) / 2
      if let last = chunks[middle].last, last < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func index(of place: Place, in chunk: [Place]) -> Int {
    var (low, high) = (0, chunk.count)
    while low < high {
      let middle = (low + high) / 2
      if chunk[middle] < place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
