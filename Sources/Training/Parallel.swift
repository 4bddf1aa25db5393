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
}
