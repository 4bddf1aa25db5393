import CLinux
import Glibc
import Synchronization

/// Wakes the server's thread from others: an eventfd, and whether the server shall stop.
final class WakeUp: Sendable {
  let descriptor: Int32
  private let isStopping = Atomic(false)

  init() throws(ServerError) {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard descriptor >= 0 else { throw ServerError(failing: "cannot make an eventfd") }
  }

  deinit { close(descriptor) }

  var shouldStop: Bool { isStopping.load(ordering: .acquiring) }

  func stop() {
    isStopping.store(true, ordering: .releasing)
    wake()
  }

  func wake() {
    var one: UInt64 = 1
    // A full counter means that it is awake anyway.
    _ = write(descriptor, &one, 8)
  }

  /// Takes the wake-ups so far.
  func drain() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
  }
}
