/// What a check of this kit found wrong, in one line.
public struct Failure: Error, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// Throws a failure unless the condition holds.
func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  if !condition { throw Failure(message()) }
}

/// Throws a failure unless both are equal.
func requireEqual<T: Equatable>(_ actual: T, _ expected: T, _ what: @autoclosure () -> String)
  throws
{
  if actual != expected { throw Failure("\(what()): \(actual), expected \(expected)") }
}
