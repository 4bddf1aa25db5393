import Foundation
import Synchronization

/// Threads that wait as easily as they work: as many as are asked for, however few the cores, since
/// games against other programs spend their time waiting.
public enum Crew {
  /// What `work` gives for each index below `count`, in their order. Indices are begun in order.
  public static func map<Value: Sendable>(
    _ count: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    guard threads > 1 && count > 1 else { return (0..<count).map(work) }
    return [Value](unsafeUninitializedCapacity: count) { buffer, filled in
      // Each element is written by one thread only.
      nonisolated(unsafe) let values = buffer
      let next = Counter()
      let group = DispatchGroup()
      for _ in 0..<min(threads, count) {
        group.enter()
        let thread = Thread {
          while case let index = next.take(), index < count {
            values.initializeElement(at: index, to: work(index))
          }
          group.leave()
        }
        // Solvers and searches recurse.
        thread.stackSize = 8 << 20
        thread.start()
      }
      group.wait()
      filled = count
    }
  }

  private final class Counter: Sendable {
    private let value = Atomic(0)
    func take() -> Int { value.add(1, ordering: .relaxed).oldValue }
  }
}
