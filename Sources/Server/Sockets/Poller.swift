import CLinux
import Glibc
import Match

/// Linux's epoll: which descriptors can be read or written now. Level-triggered.
struct Poller: ~Copyable {
  /// What one descriptor is ready for.
  struct Readiness {
    let descriptor: Int32
    let canRead: Bool
    let canWrite: Bool
  }

  /// Events taken at a time: what is read in one turn of the loop shares one sync of the journal.
  static let eventLimit = 2048

  private let descriptor: Int32
  private var events: [epoll_event]

  init() throws(ServerError) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw ServerError(failing: "cannot poll") }
    events = [epoll_event](repeating: epoll_event(), count: Self.eventLimit)
  }

  deinit { close(descriptor) }

  /// Begins to watch a descriptor.
  func add(_ watched: Int32, read: Bool = true) throws(ServerError) {
    try control(EPOLL_CTL_ADD, watched, read: read, write: false)
  }

  /// Changes what is asked of a watched descriptor.
  func change(_ watched: Int32, read: Bool, write: Bool) throws(ServerError) {
    try control(EPOLL_CTL_MOD, watched, read: read, write: write)
  }

  private func control(
    _ operation: Int32, _ watched: Int32, read: Bool, write: Bool
  ) throws(ServerError) {
    var event = epoll_event()
    event.events = (read ? EPOLLIN.rawValue : 0) | (write ? EPOLLOUT.rawValue : 0)
    event.data.fd = watched
    guard epoll_ctl(descriptor, operation, watched, &event) == 0 else {
      throw ServerError(failing: "cannot watch descriptor \(watched)")
    }
  }

  /// Waits until something is ready, at most for `timeout`; nil waits for ever.
  ///
  /// - Parameter ready: replaced by what is ready; empty after the timeout.
  mutating func wait(timeout: Duration?, into ready: inout [Readiness]) throws(ServerError) {
    ready.removeAll(keepingCapacity: true)
    var milliseconds: Int32 = -1
    if let timeout {
      // Rounded up: waking before the moment would spin until it comes.
      let whole = max(0, timeout.wholeMilliseconds + 1)
      milliseconds = timeout <= .zero ? 0 : Int32(clamping: whole)
    }
    let count = epoll_wait(descriptor, &events, Int32(events.count), milliseconds)
    guard count >= 0 || errno == EINTR else { throw ServerError(failing: "cannot poll") }
    for event in events[..<max(0, Int(count))] {
      let failed = event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
      ready.append(
        Readiness(
          descriptor: event.data.fd, canRead: failed || event.events & EPOLLIN.rawValue != 0,
          canWrite: event.events & EPOLLOUT.rawValue != 0))
    }
  }
}
