import CLinux
import Glibc
import Synchronization

/// Signals as something to read: none comes too early or at a bad moment.
///
/// SIGINT and SIGTERM ask the server to stop. SIGHUP does only when nobody is left to read what it
/// prints. SIGPIPE and SIGXFSZ, which a log or a disk brings about, do nothing.
///
/// A handler rather than a blocked signal: libraries start threads of their own before anybody could
/// block a signal in them.
public final class StopSignals: Sendable {
  let descriptor: Int32

  /// Takes the signals from now on, for as long as the process lives.
  public init() throws(ServerError) {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard descriptor >= 0 else { throw ServerError(failing: "cannot make an eventfd") }
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    signalDescriptor.store(descriptor, ordering: .releasing)
    // Whoever started the program may have left them blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, note)
      sigaddset(&signals, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  deinit {
    signalDescriptor.store(-1, ordering: .releasing)
    close(descriptor)
  }

  enum Wish {
    case stop
    /// The terminal is gone.
    case hangUp
  }

  /// The strongest wish that came since the last call, if any.
  func read() -> Wish? {
    var count: UInt64 = 0
    guard Glibc.read(descriptor, &count, 8) == 8 else { return nil }
    return count >= stopWeight ? .stop : .hangUp
  }

  /// Whether what is printed still reaches somebody: a file always, a pipe or a terminal while its
  /// other end is there.
  static var outputHasReader: Bool {
    var request = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
    return poll(&request, 1, 0) <= 0
      || request.revents & Int16(POLLERR | POLLHUP | POLLNVAL) == 0
  }
}

/// Where the handler writes; -1 for nowhere. There is one set of handlers in a process.
private let signalDescriptor = Atomic<Int32>(-1)
/// What a signal to stop adds, more than hang-ups ever come to.
private let stopWeight: UInt64 = 1 << 32

/// The handler: no more than a handler may do.
private func note(_ number: Int32) {
  let before = errno
  var weight: UInt64 = number == SIGHUP ? 1 : 1 << 32
  _ = write(signalDescriptor.load(ordering: .acquiring), &weight, 8)
  errno = before
}
