import Glibc

/// What is done with an open descriptor wherever bytes are written.
public enum Descriptor {
  /// Writes all of `bytes`, however many calls the system makes of it.
  ///
  /// - Returns: false where the system refuses; `errno` says why.
  public static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }
}
