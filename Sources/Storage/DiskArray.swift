import Glibc

/// Numbered elements on disk instead of in memory, for as long as the process lives: their file has
/// no name.
///
/// What was never written is zero bytes. Several threads may use it at once.
public final class DiskArray<Element: BitwiseCopyable>: Sendable {
  private let file: Int32
  private let path: String

  /// - Parameter path: a name beside the work at hand that nobody else uses; the file has it for a
  ///   moment only.
  public init(at path: String) throws(StorageError) {
    self.path = path
    file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw StorageError("cannot write", path) }
    unlink(path)
  }

  deinit { if file >= 0 { close(file) } }

  private static func offset(of index: Int) -> Int { index * MemoryLayout<Element>.stride }

  /// What `body` makes of the elements of a range.
  public func withElements<Result>(
    _ range: Range<Int>, _ body: (UnsafeBufferPointer<Element>) -> Result
  ) throws(StorageError) -> Result {
    let result = withUnsafeTemporaryAllocation(of: Element.self, capacity: range.count) {
      buffer -> Result? in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      let offset = Self.offset(of: range.lowerBound)
      guard let count = Descriptor.read(bytes, from: file, at: offset) else { return nil }
      if count < bytes.count { memset(bytes.baseAddress! + count, 0, bytes.count - count) }
      return .some(body(UnsafeBufferPointer(buffer)))
    }
    guard let result else { throw StorageError("cannot read", path) }
    return result
  }

  /// Replaces one element.
  public func write(_ element: Element, at index: Int) throws(StorageError) {
    let isWritten = withUnsafeBytes(of: element) { write($0, at: index) }
    guard isWritten else { throw StorageError("cannot write", path) }
  }

  /// Replaces elements from a place on.
  public func write(_ elements: [Element], at start: Int) throws(StorageError) {
    let isWritten = elements.withUnsafeBytes { write($0, at: start) }
    guard isWritten else { throw StorageError("cannot write", path) }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Bool {
    Descriptor.write(bytes, to: file, at: Self.offset(of: index))
  }
}
