import Glibc
import Synchronization
public import Wire

/// Where other parts of the program bring a server connections that it did not accept itself: one
/// end of a socket pair whose other end a web page speaks through, for example.
public final class ConnectionDoor: Sendable {
  struct Arrival {
    let descriptor: Int32
    let address: ClientAddress
  }

  private struct State {
    var arrivals: [Arrival] = []
    var isClosed = false
  }

  /// Connections that may wait to be taken in.
  private static let limit = 1024

  private let state = Mutex(State())
  private let wakeUp: WakeUp

  init(waking wakeUp: WakeUp) { self.wakeUp = wakeUp }

  /// Hands a connection over, from any thread: the server owns the descriptor from here on, serves it
  /// like those that it accepts itself, and closes it.
  ///
  /// - Parameters:
  ///   - descriptor: a connected stream socket, of any family.
  ///   - address: whom it counts for.
  /// - Returns: false when too many wait or the server has ended; the descriptor is closed then.
  @discardableResult
  public func adopt(_ descriptor: Int32, from address: ClientAddress) -> Bool {
    let isTaken = state.withLock { state in
      guard !state.isClosed, state.arrivals.count < Self.limit, setNonBlocking(descriptor),
        fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
      else { return false }
      // As for any other: the kernel would hold more for a reader that does not read.
      setOption(descriptor, SOL_SOCKET, SO_SNDBUF, 128 * 1024)
      state.arrivals.append(Arrival(descriptor: descriptor, address: address))
      return true
    }
    if isTaken { wakeUp.wake() } else { Glibc.close(descriptor) }
    return isTaken
  }

  /// Who came since the last call.
  func takeAll() -> [Arrival] {
    state.withLock { state in
      defer { state.arrivals = [] }
      return state.arrivals
    }
  }

  /// Takes nobody in any more.
  func close() {
    let late = state.withLock { state in
      state.isClosed = true
      defer { state.arrivals = [] }
      return state.arrivals
    }
    for arrival in late { Glibc.close(arrival.descriptor) }
  }
}
