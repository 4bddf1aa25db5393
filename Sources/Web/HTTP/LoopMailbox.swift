import CLinux
import Glibc
import Synchronization

/// Wakes an event loop from other threads, and brings it what they found out.
final class LoopMailbox: Sendable {
  /// What is to be done on the loop's thread.
  struct Letter: Sendable {
    let deliver: @Sendable () -> Void
  }

  let descriptor: Int32
  private let isStopping = Atomic(false)
  private let letters = Mutex<[Letter]>([])

  init() throws(WebError) {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard descriptor >= 0 else { throw WebError(failing: "cannot make an eventfd") }
  }

  deinit { close(descriptor) }

  var shouldStop: Bool { isStopping.load(ordering: .acquiring) }

  func stop() {
    isStopping.store(true, ordering: .releasing)
    wake()
  }

  /// - Parameter body: called on the loop's thread.
  func post(_ body: @escaping @Sendable () -> Void) {
    letters.withLock { $0.append(Letter(deliver: body)) }
    wake()
  }

  func takeAll() -> [Letter] {
    letters.withLock { letters in
      defer { letters = [] }
      return letters
    }
  }

  func drain() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
  }

  private func wake() {
    var one: UInt64 = 1
    // A full counter means that it is awake anyway.
    _ = write(descriptor, &one, 8)
  }
}
