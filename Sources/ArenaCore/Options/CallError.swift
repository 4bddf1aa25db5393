/// An error that may lie in how the program was called: a name, a value or a combination that does
/// not exist.
///
/// The command line then exits with 2. An error that is none of these, a damaged file or a full
/// disk for example, exits with 1.
public protocol CallError: Error {
  /// Whether another call, rather than another state of the world, is what it takes.
  var isWrongCall: Bool { get }
}

extension CallError {
  public var isWrongCall: Bool { true }
}

/// The user asked to stop before there was a result; the command line then exits with 130.
public struct Interruption: Error, Hashable, CustomStringConvertible {
  /// What was stopped, and where what there is can be found.
  public let description: String

  public init(_ description: String = "stopped before there was a result") {
    self.description = description
  }
}
