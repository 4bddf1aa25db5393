import Glibc
import Synchronization

/// Threads that run one piece of work each, over and over, and sleep in between.
///
/// The caller is one of the threads, so a pool of one starts none.
final class WorkerPool: Sendable {
  let threadCount: Int
  private let shared: Shared

  init(threadCount: Int) {
    precondition(threadCount > 0, "a pool needs at least one thread, not \(threadCount)")
    self.threadCount = threadCount
    shared = Shared()
    for index in 1..<max(1, threadCount) {
      let arguments = Unmanaged.passRetained(Start(shared: shared, index: index))
      var thread = pthread_t()
      let failure = pthread_create(
        &thread, nil,
        { raw in
          guard let raw else { return nil }
          let start = Unmanaged<Start>.fromOpaque(raw).takeRetainedValue()
          start.shared.serve(start.index)
          return nil
        }, arguments.toOpaque())
      precondition(failure == 0, "the system refused thread \(index) of a pool: error \(failure)")
      pthread_detach(thread)
    }
  }

  deinit { shared.stop() }

  /// Runs `work` once on each of the first `count` threads, with the thread's number, and waits for
  /// all; wakes nobody for a single one. Subnormal numbers are zero there.
  func run(on count: Int, _ work: (Int) -> Void) {
    guard count > 1 else { return Subnormals.flushed { work(0) } }
    withoutActuallyEscaping(work) { work in
      let share = { (thread: Int) in
        if thread < count { Subnormals.flushed { work(thread) } }
      }
      // A pointer, so that no thread can still hold the closure when this returns.
      withUnsafePointer(to: share) { pointer in
        shared.begin(pointer, others: threadCount - 1)
        share(0)
        shared.waitForOthers()
      }
    }
  }

  private final class Start {
    let shared: Shared
    let index: Int
    init(shared: Shared, index: Int) {
      self.shared = shared
      self.index = index
    }
  }

  /// What the threads share. Every field but the atomics is touched under the mutex only, which is
  /// the proof for `@unchecked`.
  private final class Shared: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let done = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var work: UnsafePointer<(Int) -> Void>?
    private var isStopped = false
    /// Counts the pieces of work begun; a thread that has seen fewer has work to do.
    private let generation = Atomic<Int>(0)
    /// Threads still at work.
    private let remaining = Atomic<Int>(0)

    /// Looks this often before sleeping: about the time that sleeping and waking would cost.
    private static let patience = 4_000

    init() {
      pthread_mutex_init(mutex, nil)
      pthread_cond_init(wake, nil)
      pthread_cond_init(done, nil)
    }

    deinit {
      pthread_mutex_destroy(mutex)
      pthread_cond_destroy(wake)
      pthread_cond_destroy(done)
      mutex.deallocate()
      wake.deallocate()
      done.deallocate()
    }

    /// Offers the processor to others while `isWaiting`, for a while.
    private func yieldBriefly(_ isWaiting: () -> Bool) {
      var looks = 0
      while looks < Self.patience, isWaiting() {
        sched_yield()
        looks += 1
      }
    }

    func begin(_ new: UnsafePointer<(Int) -> Void>, others: Int) {
      pthread_mutex_lock(mutex)
      work = new
      remaining.store(others, ordering: .relaxed)
      generation.add(1, ordering: .releasing)
      pthread_cond_broadcast(wake)
      pthread_mutex_unlock(mutex)
    }

    func waitForOthers() {
      yieldBriefly { remaining.load(ordering: .acquiring) > 0 }
      pthread_mutex_lock(mutex)
      while remaining.load(ordering: .acquiring) > 0 { pthread_cond_wait(done, mutex) }
      work = nil
      pthread_mutex_unlock(mutex)
    }

    func stop() {
      pthread_mutex_lock(mutex)
      isStopped = true
      generation.add(1, ordering: .releasing)
      pthread_cond_broadcast(wake)
      pthread_mutex_unlock(mutex)
    }

    /// Apart from `serve` so that the closure is released before the thread reports.
    @inline(never)
    private static func perform(_ work: UnsafePointer<(Int) -> Void>, _ index: Int) {
      work.pointee(index)
    }

    func serve(_ index: Int) {
      var seen = 0
      while true {
        yieldBriefly { generation.load(ordering: .acquiring) == seen }
        pthread_mutex_lock(mutex)
        while generation.load(ordering: .acquiring) == seen { pthread_cond_wait(wake, mutex) }
        seen = generation.load(ordering: .relaxed)
        let current = isStopped ? nil : work
        pthread_mutex_unlock(mutex)
        guard let current else { return }
        Self.perform(current, index)
        if remaining.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
          pthread_mutex_lock(mutex)
          pthread_cond_signal(done)
          pthread_mutex_unlock(mutex)
        }
      }
    }
  }
}
