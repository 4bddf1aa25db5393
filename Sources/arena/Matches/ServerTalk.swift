import ArenaCore
import Server

/// A connection to a match server that keeps track of which commands await their answer.
struct ServerTalk {
  /// A server that does not say what it should, in one line.
  struct Silence: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }

  /// Commands without a final answer, oldest first: the server answers in order.
  private(set) var unanswered: [String] = []
  private let client: LineClient
  /// Host and port, for messages.
  private let address: String

  /// How long the server may take for an answer; when it has said nothing for so long it is asked
  /// for a sign of life.
  private static let patience = Duration.seconds(60)

  /// Connects and reads the greeting.
  ///
  /// - Throws: `LineClient.Failure`, or `CommandFailure` for a server that refuses or speaks otherwise,
  ///   or `Silence`.
  init(host: String, port: UInt16) throws {
    address = "\(host) port \(port)"
    client = try LineClient(host: host, port: port)
    let greeting: String
    do throws(LineClient.Failure) { greeting = try client.readLine() } catch {
      guard error == .timedOut else { throw error }
      throw Silence("\(address) is no arena server: it sends no greeting")
    }
    if greeting.hasPrefix("error ") {
      throw CommandFailure("the server at \(address) refuses: \(Self.quoting(greeting))")
    }
    let words = greeting.split(separator: " ")
    guard words.first == "arena", words.count > 1 else {
      throw CommandFailure(
        "\(address) is no arena server: it greets with \(OneLine.quoting(greeting))")
    }
    guard words[1] == "1" else {
      throw CommandFailure(
        "the server at \(address) speaks version \(OneLine.quoting(words[1])) of the protocol, "
          + "and this program version 1")
    }
  }

  /// Sends a command, whose answer will come.
  mutating func send(_ command: String) throws {
    try client.send(command)
    unanswered.append(command)
  }

  /// The next line; with a final answer the command that it answers.
  ///
  /// - Parameter deadline: after which it throws `LineClient.Failure.timedOut`; nil never does.
  /// - Throws: `LineClient.Failure`; `CommandFailure` when the server refuses a command, answers
  ///   another or says goodbye; `Silence` when it does not answer. That a game is over already is no
  ///   refusal: its result was sent before.
  mutating func next(
    by deadline: ContinuousClock.Instant? = nil
  ) throws -> (line: String, command: String?) {
    let line = try readLine(by: deadline)
    if line.hasPrefix("bye ") { throw CommandFailure("the server says \(Self.quoting(line))") }
    let isRefusal = line.hasPrefix("error ")
    guard isRefusal || line.hasPrefix("ok ") else { return (line, nil) }
    guard !unanswered.isEmpty else {
      throw CommandFailure("the server answers nothing with: \(Self.quoting(line))")
    }
    let command = unanswered.removeFirst()
    let answered = line.split(separator: " ").dropFirst().first
    let isOther = !isRefusal && answered != command.split(separator: " ").first
    let isLate =
      line.hasPrefix("error no-such-table ")
      && (command.hasPrefix("move ") || command.hasPrefix("resign "))
    guard !isOther, !isRefusal || isLate else {
      throw CommandFailure("the server answers '\(command)' with: \(Self.quoting(line))")
    }
    return (line, command)
  }

  private mutating func readLine(by deadline: ContinuousClock.Instant?) throws -> String {
    while true {
      let left = deadline.map { ContinuousClock.now.duration(to: $0) } ?? Self.patience
      do throws(LineClient.Failure) {
        return try client.readLine(timeout: max(.zero, min(left, Self.patience)))
      } catch {
        guard error == .timedOut, left > Self.patience || deadline == nil else { throw error }
        if let command = unanswered.first {
          throw Silence("the server did not answer '\(command)' within \(Self.patience)")
        }
        try send("ping")
      }
    }
  }

  /// A line from outside, fit for a line of ours.
  private static func quoting(_ line: String) -> String {
    String(line.prefix(200).filter { !$0.isNewline && $0.asciiValue ?? 32 >= 32 })
  }
}
