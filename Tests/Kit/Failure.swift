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
  guard actual != expected else { return }
  let (found, wanted) = Failure.shortened("\(actual)", "\(expected)")
  throw Failure("\(what()): \(found), expected \(wanted)")
}

extension Failure {
  /// Two different texts as they are if they are short, else around their first difference: lists of
  /// hundreds of numbers say nothing.
  static func shortened(_ a: String, _ b: String) -> (String, String) {
    guard max(a.count, b.count) > 160 else { return (a, b) }
    let common = zip(a, b).prefix { $0 == $1 }.count
    func excerpt(_ text: String) -> String {
      let start = max(0, common - 30)
      let part = text.dropFirst(start).prefix(90)
      return (start > 0 ? "..." : "") + part + (start + part.count < text.count ? "..." : "")
    }
    return (excerpt(a), excerpt(b))
  }
}
