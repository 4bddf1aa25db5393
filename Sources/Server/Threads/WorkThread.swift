import Foundation
import Glibc
import Synchronization

/// Does jobs one after the other on a thread of its own, which lives while there are any, and hands
/// back what came of them. Games come first: it runs at a lower priority.
final class WorkThread<Job: Sendable, Answer: Sendable>: Sendable {
  private struct State {
    var jobs: [Job] = []
    var answers: [Answer] = []
    var isBusy = false
  }

  private let name: String
  private let perform: @Sendable (Job) -> Answer?
  private let state = Mutex(State())
  private let ready = DispatchSemaphore(value: 0)
  private let waiting = Atomic(0)
  private let wakeUp: WakeUp

  /// - Parameter perform: called on the thread; nil is no answer.
  init(
    _ name: String, waking wakeUp: WakeUp, perform: @escaping @Sendable (Job) -> Answer?
  ) {
    self.name = name
    self.wakeUp = wakeUp
    self.perform = perform
  }

  func add(_ job: Job) {
    waiting.add(1, ordering: .relaxed)
    let (begins, wakes) = state.withLock { state in
      defer { state.isBusy = true }
      state.jobs.append(job)
      return (!state.isBusy, state.jobs.count == 1)
    }
    if begins { start() } else if wakes { ready.signal() }
  }

  /// Jobs that are not done.
  var waitingCount: Int { waiting.load(ordering: .relaxed) }

  private func start() {
    let thread = Thread { [self] in
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)  // of this thread alone
      while let jobs = takeJobs() {
        for job in jobs {
          let answer = perform(job)
          waiting.subtract(1, ordering: .relaxed)
          guard let answer else { continue }
          state.withLock { $0.answers.append(answer) }
          wakeUp.wake()
        }
      }
    }
    thread.name = name
    thread.start()
  }

  /// What came of jobs since the last call.
  func takeAnswers() -> [Answer] {
    state.withLock { state in
      defer { state.answers = [] }
      return state.answers
    }
  }

  /// The next jobs; nil ends the thread, when none came for a second.
  private func takeJobs() -> [Job]? {
    var isLate = false
    while true {
      let (jobs, isOver) = state.withLock { state in
        defer { state.jobs = [] }
        if state.jobs.isEmpty && isLate { state.isBusy = false }
        return (state.jobs, !state.isBusy)
      }
      guard jobs.isEmpty else { return jobs }
      guard !isOver else { return nil }
      isLate = ready.wait(timeout: .now() + .seconds(1)) == .timedOut
    }
  }
}
