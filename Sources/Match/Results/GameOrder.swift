public import Storage
import Synchronization

/// Which games a tournament consists of, by their places in its schedule: their seeds, the latest
/// in memory and the others on disk.
public final class GameOrder: Sequence, Sendable {
  private struct Latest {
    /// The place of the first.
    var start = 0
    var seeds: [UInt64] = []  // 0 where a game did not end, as on the disk
  }

  private static let limit = 4096

  private let seeds: DiskArray<UInt64>
  private let latest = Mutex(Latest())

  /// - Parameter path: of the games' log; the order lies beside it.
  public init(of path: String) throws(StorageError) {
    seeds = try DiskArray(at: path + ".order")
  }

  /// Several threads may note games at once, in about the order of their places.
  public func note(_ seed: UInt64, at place: Int) throws(StorageError) {
    try latest.withLock { latest throws(StorageError) in
      guard place >= latest.start else { return try seeds.write(seed, at: place) }
      if place >= latest.start + Self.limit {
        try seeds.write(latest.seeds, at: latest.start)
        latest = Latest(start: place)
      }
      while latest.seeds.count <= place - latest.start { latest.seeds.append(0) }
      latest.seeds[place - latest.start] = seed
    }
  }

  /// Goes through the seeds of the games that ended. Where they cannot be read any more they come to
  /// an end, and a log that is put in this order has the rest behind.
  public func makeIterator() -> some IteratorProtocol<UInt64> {
    Seeds(seeds: seeds, latest: latest.withLock { $0 })
  }

  private struct Seeds: IteratorProtocol {
    let seeds: DiskArray<UInt64>
    let latest: Latest
    var place = 0
    var piece: ArraySlice<UInt64> = []

    mutating func next() -> UInt64? {
      while true {
        while let seed = piece.popFirst() { if seed != 0 { return seed } }
        if place < latest.start {
          let stop = Swift.min(place + GameOrder.limit, latest.start)
          guard let read = try? seeds.withElements(place..<stop, Array.init) else { return nil }
          piece = read[...]
        } else if place == latest.start, !latest.seeds.isEmpty {
          piece = latest.seeds[...]
        } else {
          return nil
        }
        place += piece.count
      }
    }
  }
}
