import Glibc

/// What kept the server from starting or running, in one line for the user.
public struct ServerError: Error, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }

  /// The last system error, with what was attempted.
  init(failing attempt: String) {
    description = "\(attempt): \(String(cString: strerror(errno)))"
  }
}
