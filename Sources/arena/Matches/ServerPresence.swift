import Foundation
import Synchronization

/// Somebody on a match server as all games with them see them: a server that went away is waited
/// for once, not in every game, and who is silent game after game is not asked any more.
final class ServerPresence: Sendable {
  private struct State {
    /// Since when the server is away.
    var outage: ContinuousClock.Instant?
    var silences = 0
    var lastSilence: ContinuousClock.Instant?
  }

  /// How long a server may be away, to be started again.
  private static let longestOutage = Duration.seconds(30)
  /// After so many silences in a row nothing more is expected.
  static let mostSilences = 3

  private let state = Mutex(State())
  private let asksOn: Bool
  private let givingUp: @Sendable () -> Void

  /// - Parameters:
  ///   - asksOn: whether they are asked however often they were silent.
  ///   - givingUp: called when they were silent for the last time.
  init(asksOn: Bool, givingUp: @escaping @Sendable () -> Void) {
    self.asksOn = asksOn
    self.givingUp = givingUp
  }

  func noteConnection() { state.withLock { $0.outage = nil } }

  /// Waits a moment after a connection that failed.
  ///
  /// - Returns: whether to try once more.
  func waitForServer() -> Bool {
    let isLong = state.withLock { state in
      let since = state.outage ?? .now
      state.outage = since
      return since.duration(to: .now) > Self.longestOutage
    }
    if !isLong { Thread.sleep(forTimeInterval: 0.5) }
    return !isLong
  }

  func noteSignOfLife() { state.withLock { $0.silences = 0 } }

  /// Games that wait at the same time are silent together: that is one silence.
  func noteSilence(inGameFrom begin: ContinuousClock.Instant) {
    let isLast = state.withLock { state in
      if let last = state.lastSilence, begin < last { return false }
      state.lastSilence = .now
      state.silences += 1
      return state.silences == Self.mostSilences
    }
    if isLast && !asksOn { givingUp() }
  }

  var isGivenUp: Bool { !asksOn && state.withLock { $0.silences >= Self.mostSilences } }
}
