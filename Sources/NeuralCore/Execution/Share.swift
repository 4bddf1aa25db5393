import Glibc
import Kernels
import Synchronization

/// One thread's share of a run that several make together: of each convolution its part of the
/// channels and of the products. The bits are those of a single thread.
struct Share {
  let thread: Int
  let threads: Int
  /// Unowned, so that no operation counts references; nil for a single thread.
  private unowned(unsafe) let meeting: Meeting?

  /// All of it.
  static var whole: Share { Share(thread: 0, threads: 1, meeting: nil) }

  init(thread: Int, threads: Int, meeting: Meeting?) {
    self.thread = thread
    self.threads = threads
    self.meeting = meeting
  }

  /// A part of `channels` padded channels, in whole vectors; the same for equal numbers.
  @inline(__always)
  func ofChannels(_ channels: Int) -> Range<Int> {
    let vectors = channels / 16
    return (vectors &* thread / threads &* 16)..<(vectors &* (thread &+ 1) / threads &* 16)
  }

  /// A part of the planes, so many that every thread multiplies about as many rows.
  func ofPoints(_ tiling: Tiling) -> Range<Int> {
    func start(_ thread: Int) -> Int {
      let rows = tiling.rowsPerPosition &* thread / threads
      return (0..<tiling.pointCount).first { tiling.rowsBefore[$0] >= rows } ?? tiling.pointCount
    }
    return start(thread)..<(thread &+ 1 == threads ? tiling.pointCount : start(thread &+ 1))
  }

  /// Waits until every thread has come here.
  @inline(__always)
  func wait() { meeting?.wait(for: threads) }

  /// Does `work` on the first thread, when all are ready for it, and lets none go on before.
  @inline(__always)
  func alone(_ work: () -> Void) {
    wait()
    if thread == 0 { work() }
    wait()
  }
}

/// Where threads wait for each other some hundred times in a millisecond, so they look before they
/// sleep.
final class Meeting: Sendable {
  private let arrived = Atomic<Int>(0)
  /// Looks before the first sleep: some 20 microseconds.
  private static let patience = 20_000
  /// Meetings so far.
  private let count = Atomic<Int>(0)

  func wait(for threads: Int) {
    let meeting = count.load(ordering: .acquiring)
    guard arrived.add(1, ordering: .acquiringAndReleasing).newValue < threads else {
      arrived.store(0, ordering: .relaxed)
      count.add(1, ordering: .releasing)
      return
    }
    var looks = 0
    while count.load(ordering: .acquiring) == meeting {
      looks &+= 1
      // Then the other thread may be waiting for this processor, which offering it does not get.
      if looks > Self.patience { usleep(50) }
    }
  }
}
