import Environments
import Match
import TestKit
import Testing

@testable import Lobby

/// The transcripts of PROTOCOL.md are what comes out, line by line, and nothing besides.
@Suite struct TranscriptTests {
  private static let games = GameDirectory([.init(ConnectFour.self), .init(Gomoku.self)])

  static let transcripts: [[String]] = (try? ProtocolDocument())?.blocks(of: "transcript") ?? []

  @Test func `there are transcripts`() { #expect(Self.transcripts.count >= 6) }

  @Test(arguments: transcripts)
  func `a transcript comes out as printed`(_ transcript: [String]) throws {
    var stage = Stage(Room(Self.games))
    for line in transcript { try stage.perform(line) }
    stage.requireSilence()
    try stage.room.lobby.checkInvariants()
  }

  @Test func `every line of the transcripts is of the grammar`() throws {
    let grammar = try ProtocolDocument().grammar()
    for line in Self.transcripts.joined() where !line.hasPrefix("(") && !line.contains("< arena ") {
      let text = String(line.dropFirst(5))
      // What is refused for its form need not have it.
      guard !["#d frobnicate", "# ping"].contains(text), !text.hasPrefix("queue gomoku clock=30/5")
      else { continue }
      let rule = line.dropFirst(3).hasPrefix(">") ? "request" : "response"
      #expect(grammar.matches(text, rule), "\(line)")
    }
    #expect(!grammar.matches("ok nonsense", "response") && !grammar.matches("move", "request"))
  }
}

/// Plays a transcript: `NAME> line`, `NAME< line`, and in parentheses what else happens.
private struct Stage: ~Copyable {
  var room: Room
  private var clients: [String: Int] = [:]
  private var heard: [String: [String]] = [:]
  /// The real word for each token of the transcript.
  private var tokens: [String: String] = [:]

  init(_ room: consuming Room) {
    self.room = room
    self.room.keepsTokens = true
  }

  mutating func perform(_ line: String) throws {
    if line.hasPrefix("(") { return try happen(line) }
    let name = String(line.prefix(3))
    let text = String(line.dropFirst(5))
    let client = client(name, showsGreeting: text.hasPrefix("arena "))
    if line.dropFirst(3).hasPrefix(">") {
      // Several may be on their way: only what nobody expects is a fault, at the end.
      var text = text
      for (printed, real) in tokens { text = text.replacing(printed, with: real) }
      room.say(text, as: client)
      room.wait(.zero)
      listen()
      return
    }
    let first = heard[name]?.first
    let next = try #require(first, "\(line): nothing was heard")
    heard[name]?.removeFirst()
    let (printed, real) = (text.split(separator: " "), next.split(separator: " "))
    if let place = printed.firstIndex(of: "token"), place < 2, real.count == printed.count {
      tokens[String(printed[place + 1])] = String(real[place + 1])
      #expect(printed.dropLast() == real.dropLast())
    } else {
      #expect(next == text)
    }
  }

  private mutating func client(_ name: String, showsGreeting: Bool) -> Int {
    if let client = clients[name] { return client }
    let client = room.connect()
    clients[name] = client
    let greeting = room.read(client)
    heard[name] = showsGreeting ? greeting : []
    return client
  }

  private mutating func listen() {
    for (name, client) in clients { heard[name, default: []] += room.read(client) }
  }

  /// `(SECONDS s pass)` or `(NAME disconnects)`.
  private mutating func happen(_ line: String) throws {
    let words = line.dropFirst().dropLast().split(separator: " ")
    if words.last == "pass" {
      let seconds = try #require(Double(words[0]))
      room.wait(.milliseconds(Int((1000 * seconds).rounded())))
    } else {
      requireSilence()
      let name = String(words[0])
      let gone = clients.removeValue(forKey: name)
      room.leave(try #require(gone))
    }
    listen()
  }

  func requireSilence() {
    for (name, lines) in heard { #expect(lines == [], "\(name) heard more") }
  }
}
