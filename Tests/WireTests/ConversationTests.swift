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
    #expect(whole[1] == .request(["move", "1", "d4"]))
    #expect(whole[2] == .request(["ping", "a", "b"]))
    #expect(
      whole[3] == .refusal(WireError(.badText, "a line is UTF-8 text without control characters")))
    #expect(events(text.utf8.map { [$0] }) == whole)
  }

  @Test func `a line that is too long is refused once and the next one is read`() {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 5 * Conversation.lineLimit)
    let found = events([long, long + Array("\nping\n".utf8)])
    #expect(found.count == 2 && found.last == .request(["ping"]))
  }
}
