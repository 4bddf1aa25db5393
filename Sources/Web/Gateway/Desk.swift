/// Asks the match server for its lists, over one connection and at most once a second each, however
/// many pages ask.
final class Desk {
  private struct Entry {
    var lines: [String]
    var moment: Duration
  }

  private let loop: EventLoop
  private let connect: () throws -> WireClient
  private var client: WireClient?
  private var known: [String: Entry] = [:]
  private var waiting: [String: [(Result<[String], HTTPRefusal>) -> Void]] = [:]

  init(_ loop: EventLoop, connect: @escaping () throws -> WireClient) {
    self.loop = loop
    self.connect = connect
  }

  /// - Parameters:
  ///   - command: such as `ratings go`.
  ///   - word: the first word of its lines.
  ///   - done: gets the lines without that word.
  func ask(
    _ command: String, list word: String, _ done: @escaping (Result<[String], HTTPRefusal>) -> Void
  ) {
    if let entry = known[command], loop.now - entry.moment < .seconds(1) {
      return done(.success(entry.lines))
    }
    waiting[command, default: []].append(done)
    guard waiting[command]?.count == 1 else { return }
    guard let client = current() else { return settle(command, .failure(Self.silence)) }
    client.send(command, list: [word]) { [weak self] answer in
      guard let self else { return }
      if let code = answer.code {
        let refusal =
          code == "unknown-game" ? HTTPRefusal(404, answer.text) : HTTPRefusal(503, answer.text)
        return settle(command, .failure(refusal))
      }
      let lines = answer.lines.map { String($0.dropFirst(word.count + 1)) }
      if known.count > 256 { known = [:] }
      known[command] = Entry(lines: lines, moment: loop.now)
      settle(command, .success(lines))
    }
  }

  /// Asks for several lists at once.
  func ask(
    _ commands: [(command: String, word: String)],
    _ done: @escaping (Result<[[String]], HTTPRefusal>) -> Void
  ) {
    guard let last = commands.last else { return done(.success([])) }
    ask(Array(commands.dropLast())) { [weak self] result in
      switch result {
      case .failure(let refusal): done(.failure(refusal))
      case .success(let lists):
        self?.ask(last.command, list: last.word) { result in
          done(result.map { lists + [$0] })
        }
      }
    }
  }

  private static let silence = HTTPRefusal(503, "the match server does not answer")

  private func settle(_ command: String, _ result: Result<[String], HTTPRefusal>) {
    for body in waiting.removeValue(forKey: command) ?? [] { body(result) }
  }

  private func current() -> WireClient? {
    if let client, client.isOpen { return client }
    client = try? connect()
    return client
  }
}
