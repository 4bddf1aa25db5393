import CLinux
import Glibc

/// Signals as something to read: none comes too early or at a bad moment.
///
/// SIGINT and SIGTERM ask the server to stop. SIGHUP does only when nobody is left to read what it
/// prints. SIGPIPE and SIGXFSZ, which a log or a disk brings about, do nothing.
public final class StopSignals: Sendable {
  let descriptor: Int32

  /// Takes the signals from now on, for as long as the process lives. To be called before other
  /// threads begin: they inherit what this one leaves alone.
  public init() throws(ServerError) {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    descriptor = signalfd(-1, &signals, Int32(SFD_CLOEXEC | SFD_NONBLOCK))
    guard descriptor >= 0 else { throw ServerError(failing: "cannot read signals") }
  }

  deinit { close(descriptor) }

  /// What came since the last call.
  enum Wish {
    case stop
    /// The terminal is gone.
    case hangUp
  }

  /// The strongest wish that came, if any.
  func read() -> Wish? {
    var wish: Wish?
    var information = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    while Glibc.read(descriptor, &information, size) == size {
      if information.ssi_signo != UInt32(SIGHUP) { return .stop }
      wish = .hangUp
    }
    return wish
  }

  /// Whether what is printed still reaches somebody: a file always, a pipe or a terminal while its
  /// other end is there.
  static var outputHasReader: Bool {
    var request = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
    return poll(&request, 1, 0) <= 0
      || request.revents & Int16(POLLERR | POLLHUP | POLLNVAL) == 0
  }
}
