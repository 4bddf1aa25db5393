public import Storage
import Synchronization

/// Which games a tournament consists of, by their places in its schedule: their seeds, on disk.
public final class GameOrder: Sequence, Sendable {
  private let seeds: DiskArray<UInt64>  // 0 where a game did not end
  private let end = Atomic(0)

  /// - Parameter path: of the games' log; the order lies beside it.
  public init(of path: String) throws(StorageError) {
    seeds = try DiskArray(at: path + ".order")
  }

  /// Several threads may note games at once.
  public func note(_ seed: UInt64, at place: Int) throws(StorageError) {
    try seeds.write(seed, at: place)
    end.max(place + 1, ordering: .relaxed)
  }

  /// Goes through the seeds of the games that ended. Where they cannot be read any more they come to
  /// an end, and a log that is put in this order has the rest behind.
  public func makeIterator() -> some IteratorProtocol<UInt64> {
    Seeds(seeds: seeds, end: end.load(ordering: .relaxed))
  }

  private struct Seeds: IteratorProtocol {
    let seeds: DiskArray<UInt64>
    let end: Int
    var place = 0
    var piece: ArraySlice<UInt64> = []

    mutating func next() -> UInt64? {
      while true {
        while let seed = piece.popFirst() { if seed != 0 { return seed } }
        let stop = Swift.min(place + 4096, end)
        guard place < stop, let read = try? seeds.withElements(place..<stop, Array.init) else {
          return nil
        }
        piece = read[...]
        place = stop
      }
    }
  }
}
