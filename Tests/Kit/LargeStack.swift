import Foundation
import Synchronization

/// Runs work on a thread with a stack of 64 MB. The threads that tests run on have 512 KB, which a
/// few copies of a position with its whole history fill.
public func withLargeStack(_ work: @escaping @Sendable () throws -> Void) throws {
  let result = Mutex<Result<Void, any Error>?>(nil)
  let isDone = DispatchSemaphore(value: 0)
  let thread = Thread {
    let end = Result { try work() }
    result.withLock { $0 = end }
    isDone.signal()
  }
  thread.stackSize = 64 << 20
  thread.start()
  isDone.wait()
  try result.withLock(\.self)?.get()
}
