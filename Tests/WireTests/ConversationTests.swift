import Testing

@testable import Wire

@Suite struct ConversationTests {
  @Test func `pieces of lines make the same events as whole ones`() {
    let text = "hello ann\r\nmove 1 d4\n\n  ping  a  b \nbad\u{1}\nquit\nping\n"
    func events(_ chunks: [[UInt8]]) -> [Conversation.Event] {
      var conversation = Conversation()
      var events: [Conversation.Event] = []
      for chunk in chunks {
        var position = 0
        while let event = conversation.next(in: chunk.span, at: &position) { events.append(event) }
      }
      return events
    }
    let whole = events([Array(text.utf8)])
    #expect(whole.count == 5)
    #expect(whole[1] == .command(.move(table: 1, "d4")))
    #expect(whole[2] == .command(.ping("a b")))
    #expect(whole.last == .command(.quit))
    #expect(events(text.utf8.map { [$0] }) == whole)
  }
}
