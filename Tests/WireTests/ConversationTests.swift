import ArenaCore
import TestKit
import Testing

@testable import Wire

@Suite struct ConversationTests {
  private func events(_ chunks: [[UInt8]]) -> [Conversation.Event] {
    var conversation = Conversation()
    var events: [Conversation.Event] = []
    for chunk in chunks {
      var position = 0
      while let event = conversation.next(in: chunk.span, at: &position) { events.append(event) }
    }
    return events
  }

  @Test func `pieces of lines make the same events as whole ones`() {
    let text = "hello ann\r\nmove 1 d4\n\n  ping  a  b \nbad\u{1}\nquit"
    let whole = events([Array(text.utf8)])
    #expect(whole.count == 4)
    #expect(whole[1] == .move(table: 1, notation: "d4"))
    #expect(whole[2] == .request(["ping", "a", "b"]))
    #expect(
      whole[3] == .refusal(WireError(.badText, "a line is UTF-8 text without control characters")))
    // In pieces the same line is read as words.
    let pieces = events(text.utf8.map { [$0] })
    #expect(pieces[1] == .request(["move", "1", "d4"]))
    #expect(pieces[2...] == whole[2...] && pieces[0] == whole[0])
  }

  @Test(arguments: [
    ("move 7 d4\n", 7, "d4"), ("move 123456789012345 pass\n", 123_456_789_012_345, "pass"),
    ("move 0 123456789012345\n", 0, "123456789012345"),
  ])
  func `a move in its usual form is read from the bytes`(
    _ line: String, _ table: Int, _ notation: String
  ) {
    #expect(events([Array(line.utf8)]) == [.move(table: table, notation: notation)])
  }

  @Test(arguments: [("#1 move 7 d4\n", "#1"), ("#12345678901234 move 7 d4\n", "#12345678901234")])
  func `a tagged move is read from the bytes as well`(_ line: String, _ tag: String) {
    #expect(events([Array(line.utf8)]) == [.taggedMove(tag: tag, table: 7, notation: "d4")])
    let pieces = events(line.utf8.map { [$0] })
    #expect(pieces == [.request([tag, "move", "7", "d4"])])
  }

  @Test(arguments: [
    "#1234567890123456 move 7 d4", "#1  move 7 d4", "#1 move  7 d4", "#1 MOVE 7 d4", "#1 move d4",
    "#1 move 7 d4 ", "#\u{e9} move 7 d4", "#1", "#1 ", "#1 ping move 7 d4",
  ])
  func `a tagged move in another form is read as words`(_ line: String) {
    let words = line.split { " \t\r".contains($0) }.map(String.init)
    #expect(events([Array((line + "\n").utf8)]) == [.request(words)])
  }

  @Test(arguments: [
    "move 7  d4", "move  7 d4", "move 7 d4 ", "move\t7 d4", "move 7 d4\r", "move d4", "moves 7 d4",
    "move 1234567890123456 d4", "move 7 1234567890123456", "move 7 d\u{e9}", "move 7 d4 x", "move",
    "move 7 ", "move +7 d4", "move -7 d4",
  ])
  func `a move in any other form is read as words`(_ line: String) {
    let words = line.split { " \t\r".contains($0) }.map(String.init)
    #expect(events([Array((line + "\n").utf8)]) == [.request(words)])
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\n", "POST /x HTTP/1.1\r\n", "Host: localhost\r\n", "HOST: x\n",
    "PRI * HTTP/2.0\r\n",
  ])
  func `what speaks HTTP is not heard any more`(_ line: String) {
    #expect(events([Array((line + "hello evil\nping\n").utf8)]) == [.foreign])
    #expect(events([Array("ping\n".utf8), Array(line.utf8), Array("quit\n".utf8)]).count == 2)
  }

  @Test(arguments: [1024, 1025, 1026, 5000])
  func `the longest line is read, whole or in pieces, with either end`(_ length: Int) {
    let text = "ping " + String(repeating: "x", count: length - 5)
    for end in ["\n", "\r\n"] {
      let bytes = Array((text + end + "quit\n").utf8)
      let whole = events([bytes])
      #expect(whole.count == 2 && whole.last == .request(["quit"]))
      if length == 1024 {
        #expect(whole.first == .request(text.split(separator: " ").map(String.init)))
      }
      #expect(events(bytes.map { [$0] }) == whole)
      #expect(events([Array(bytes[..<700]), Array(bytes[700...])]) == whole)
    }
  }

  @Test func `random bytes mean the same in whatever pieces they come`() {
    var random = RandomSource(seed: 61)
    let pieces = [
      "move ", "#7 move ", "#", "1", "12 ", " ", "a1", "\n", "\r\n", "\r", "hello", "\u{e9}", "\t",
      "GET", "=", "\0",
    ]
    var total = 0
    while total < (runsLongTests ? 10_000_000 : 100_000) {
      var bytes: [UInt8] = []
      for _ in 0..<random.below(400) {
        switch random.below(40) {
        case 0: bytes.append(UInt8(random.below(256)))
        case 1: bytes += [UInt8](repeating: 120, count: random.below(1200))
        case 2...8: bytes.append(10)
        default: bytes += Array(pieces[random.below(pieces.count)].utf8)
        }
      }
      total += bytes.count
      var chunks: [[UInt8]] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let length = 1 + random.below(random.below(2) == 0 ? 3 : 700)
        chunks.append(Array(rest.prefix(length)))
        rest = rest.dropFirst(length)
      }
      #expect(events(chunks).map(words) == events([bytes]).map(words))
    }
  }

  /// The event with a move as words, as a line in pieces is read.
  private func words(_ event: Conversation.Event) -> Conversation.Event {
    switch event {
    case .move(let table, let notation): .request(["move", "\(table)", notation])
    case .taggedMove(let tag, let table, let notation):
      .request([tag, "move", "\(table)", notation])
    case .request(let words) where words.count == 4 && words[1] == "move":
      WordForm.number(words[2]).map { .request([words[0], "move", "\($0)", words[3]]) } ?? event
    case .request(let words) where words.count == 3 && words[0] == "move":
      WordForm.number(words[1]).map { .request(["move", "\($0)", words[2]]) } ?? event
    default: event
    }
  }

  @Test func `a line that is too long is refused once and the next one is read`() {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 5 * Conversation.lineLimit)
    let found = events([long, long + Array("\nping\n".utf8)])
    #expect(found.count == 2 && found.last == .request(["ping"]))
  }
}
