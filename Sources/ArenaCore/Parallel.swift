import Dispatch
import Synchronization

/// Work on several cores whose result does not depend on how many there are.
public enum Parallel {
  /// Runs `work` once for each index below `count`, on at most `threads` threads, and waits.
  ///
  /// Which thread takes which index is open, so `work` must touch only what belongs to its index.
  public static func run(_ count: Int, threads: Int, _ work: @Sendable (Int) -> Void) {
    guard threads > 1 && count > 1 else {
      for index in 0..<count { work(index) }
      return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        work(index)
      }
    }
  }

  /// What `work` gives for each index below `count`, in their order.
  ///
  /// The indices are dealt to the lanes in turn. One thread at a time works in a lane, so a lane may
  /// own what threads must not share, such as a player.
  ///
  /// - Parameter lanes: positive; more than `count` are not used.
  public static func map<Value>(
    _ count: Int, lanes: Int, threads: Int,
    _ work: @Sendable (_ index: Int, _ lane: Int) -> Value
  ) -> [Value] {
    let lanes = min(lanes, count)
    return [Value](unsafeUninitializedCapacity: count) { buffer, filled in
      // Each element is written by one thread only.
      nonisolated(unsafe) let values = buffer
      run(lanes, threads: threads) { lane in
        for index in stride(from: lane, to: count, by: lanes) {
          (values.baseAddress! + index).initialize(to: work(index, lane))
        }
      }
      filled = count
    }
  }
}
