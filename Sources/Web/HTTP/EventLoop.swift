import CLinux
import Glibc

/// What an event loop watches: a socket with its owner.
protocol EventSource: AnyObject {
  var descriptor: Int32 { get }
  /// Called on the loop's thread.
  func ready(canRead: Bool, canWrite: Bool)
}

/// Linux's epoll, on one thread of its own: all sockets of the web part, apart from the match
/// server's, so that slow browsers hold up nobody's game.
final class EventLoop {
  /// Called about four times a second.
  var onTick: (_ now: Duration) -> Void = { _ in }
  private(set) var now: Duration = .zero

  let mailbox: LoopMailbox
  private let poller: Int32
  private var sources: [Int32: any EventSource] = [:]
  private var later: [() -> Void] = []
  private let origin = SuspendingClock.now

  init() throws(WebError) {
    poller = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard poller >= 0 else { throw WebError(failing: "cannot poll") }
    mailbox = try LoopMailbox()
    try control(EPOLL_CTL_ADD, mailbox.descriptor, read: true, write: false)
  }

  deinit { close(poller) }

  func add(_ source: any EventSource, write: Bool = false) throws(WebError) {
    try control(EPOLL_CTL_ADD, source.descriptor, read: true, write: write)
    sources[source.descriptor] = source
  }

  /// Changes what a source is watched for.
  func change(_ source: any EventSource, read: Bool, write: Bool) {
    try? control(EPOLL_CTL_MOD, source.descriptor, read: read, write: write)
  }

  /// Watches it no more; to be called before its descriptor closes.
  func remove(_ source: any EventSource) {
    guard sources[source.descriptor] === source else { return }
    sources[source.descriptor] = nil
    try? control(EPOLL_CTL_DEL, source.descriptor, read: false, write: false)
  }

  /// Does something in this turn, but not on top of what is being done now.
  func soon(_ body: @escaping () -> Void) { later.append(body) }

  private func control(
    _ operation: Int32, _ watched: Int32, read: Bool, write: Bool
  ) throws(WebError) {
    var event = epoll_event()
    event.events = (read ? EPOLLIN.rawValue : 0) | (write ? EPOLLOUT.rawValue : 0)
    event.data.fd = watched
    guard epoll_ctl(poller, operation, watched, &event) == 0 else {
      throw WebError(failing: "cannot watch descriptor \(watched)")
    }
  }

  /// Serves until the mailbox says stop.
  func run() {
    var events = [epoll_event](repeating: epoll_event(), count: 512)
    var nextTick: Duration = .zero
    while !mailbox.shouldStop {
      let count = epoll_wait(poller, &events, Int32(events.count), 250)
      now = origin.duration(to: .now)
      for event in events.prefix(max(0, Int(count))) {
        if event.data.fd == mailbox.descriptor {
          mailbox.drain()
          continue
        }
        // A failure is reported as both: the next call on the socket finds out.
        let failed = event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        sources[event.data.fd]?.ready(
          canRead: failed || event.events & EPOLLIN.rawValue != 0,
          canWrite: failed || event.events & EPOLLOUT.rawValue != 0)
      }
      for letter in mailbox.takeAll() { letter.deliver() }
      if now >= nextTick {
        nextTick = now + .milliseconds(250)
        onTick(now)
      }
      while !later.isEmpty {
        let bodies = later
        later = []
        for body in bodies { body() }
      }
    }
  }
}
