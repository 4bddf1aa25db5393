import Match

/// Why the server refused a line: what a client reads after `error`.
public struct WireError: Error, Hashable, CustomStringConvertible {
  /// What a program can act on. PROTOCOL.md lists when each is sent.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    case badText = "bad-text"
    case lineTooLong = "line-too-long"
    case unknownCommand = "unknown-command"
    case badArguments = "bad-arguments"
    case helloFirst = "hello-first"
    case badName = "bad-name"
    case nameTaken = "name-taken"
    case wrongPassword = "wrong-password"
    case unknownGame = "unknown-game"
    case badOption = "bad-option"
    case badClock = "bad-clock"
    case noSuchPlayer = "no-such-player"
    case noSuchOffer = "no-such-offer"
    case noSuchTable = "no-such-table"
    case notSeated = "not-seated"
    case notYourTurn = "not-your-turn"
    case illegalMove = "illegal-move"
    case tooMany = "too-many"
    case serverFull = "server-full"
    case unavailable
    case unknownTask = "unknown-task"
    case noTask = "no-task"
    case badAction = "bad-action"
    case notAllowed = "not-allowed"
    case notNow = "not-now"
  }

  public let code: Code
  /// One line for people.
  public let text: String
  /// After how long trying again may help; nil where time alone does not.
  public let retry: Duration?

  public init(_ code: Code, _ text: String, retry: Duration? = nil) {
    self.code = code
    self.text = text
    self.retry = retry
  }

  /// The line as it is sent in the first version of the protocol, without its end.
  public var description: String { "error \(code.rawValue) \(text)" }

  /// The line as it is sent, without its end.
  public func line(in version: ProtocolVersion) -> String {
    guard version > .first else { return description }
    let wait = retry.map { String(max(1, $0.wholeMilliseconds)) } ?? "-"
    return "error \(code.rawValue) \(wait) \(text)"
  }
}
