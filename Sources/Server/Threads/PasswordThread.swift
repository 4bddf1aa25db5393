import Foundation
import Lobby
import Synchronization
import Wire

/// Checks passwords on one thread of its own, an address after the other: however many come from
/// one, the others wait for one of its at most.
final class PasswordThread: Sendable {
  struct Result: Sendable {
    let check: PasswordCheck
    let verdict: PasswordCheck.Verdict
  }

  private struct State {
    /// By address, oldest first; a client has one at a time, so it is bounded.
    var waiting: [ClientAddress?: [PasswordCheck]] = [:]
    /// The addresses that wait, the next one first.
    var turns: [ClientAddress?] = []
    var results: [Result] = []
    var isBusy = false
  }

  private let state = Mutex(State())
  private let wakeUp: WakeUp

  init(waking wakeUp: WakeUp) { self.wakeUp = wakeUp }

  func run(_ check: PasswordCheck) {
    let begins = state.withLock { state in
      let address = check.address
      if state.waiting[address] == nil { state.turns.append(address) }
      state.waiting[address, default: []].append(check)
      defer { state.isBusy = true }
      return !state.isBusy
    }
    guard begins else { return }
    let thread = Thread { [self] in
      while let check = next() {
        let verdict = check.run()
        state.withLock { $0.results.append(Result(check: check, verdict: verdict)) }
        wakeUp.wake()
      }
    }
    thread.name = "arena.passwords"
    thread.start()
  }

  /// What was found out since the last call.
  func takeResults() -> [Result] {
    state.withLock { state in
      defer { state.results = [] }
      return state.results
    }
  }

  private func next() -> PasswordCheck? {
    state.withLock { state in
      guard let address = state.turns.first else {
        state.isBusy = false
        return nil
      }
      state.turns.removeFirst()
      let check = state.waiting[address]?.removeFirst()
      if state.waiting[address]?.isEmpty == true {
        state.waiting[address] = nil
      } else {
        state.turns.append(address)
      }
      return check
    }
  }
}
