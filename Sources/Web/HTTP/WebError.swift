import Glibc

/// Why the web part cannot start, in one line for the operator.
public struct WebError: Error, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }

  /// The last system error, with what was attempted.
  init(failing attempt: String) {
    description = "\(attempt): \(String(cString: strerror(errno)))"
  }
}
