import Glibc

/// Numbers in memory for inner loops: zero at first, at the start of a cache line, and on huge pages
/// where there are enough of them and the system has any.
///
/// A large block is untouched until its numbers are: it takes no memory before, and then that nearest
/// to the thread which touches it.
///
/// ```swift
/// let window = AlignedMemory<Float>(count: 1_000_000)
/// window.elements[3] = 1
/// ```
public final class AlignedMemory<Element: Numeric & BitwiseCopyable> {
  /// `[count]`.
  public let elements: UnsafeMutableBufferPointer<Element>
  /// The first element; of an empty block too.
  public let start: UnsafeMutablePointer<Element>
  /// Bytes mapped for this block alone; 0 when it is of the heap.
  private let mappedBytes: Int

  /// - Precondition: `count` is not negative.
  public init(count: Int) {
    precondition(count >= 0, "no memory holds \(count) numbers")
    let bytes = max(64, count * MemoryLayout<Element>.stride)
    if bytes >= HugePages.size / 2, let mapped = HugePages.map(bytes) {
      mappedBytes = mapped.count
      start = mapped.base.bindMemory(to: Element.self, capacity: count)
    } else {
      mappedBytes = 0
      let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      memset(raw, 0, bytes)
      start = raw.bindMemory(to: Element.self, capacity: count)
    }
    elements = UnsafeMutableBufferPointer(start: start, count: count)
  }

  deinit {
    if mappedBytes > 0 {
      munmap(start, mappedBytes)
    } else {
      UnsafeMutableRawPointer(start).deallocate()
    }
  }
}

extension AlignedMemory {
  /// `count` rounded up to whole cache lines, and one more, so that equal lines of neighbouring
  /// blocks do not fall into the same set of the cache.
  static func room(_ count: Int) -> Int {
    let line = 64 / MemoryLayout<Element>.stride
    return (count + line - 1) / line * line + line
  }
}
