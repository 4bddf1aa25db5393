import Testing

@testable import ArenaCore

/// Lines and words of text from outside.
@Suite struct LineTests {
  @Test func `the splitter bounds lines at exactly its limit`() {
    func events(_ text: String) -> [String] {
      var splitter = LineSplitter(limit: 4)
      var found: [String] = []
      var position = 0
      let bytes = Array(text.utf8)
      while let event = splitter.next(in: bytes.span, at: &position) {
        found.append(event == .line ? String(decoding: splitter.line, as: UTF8.self) : "!")
      }
      if let event = splitter.finish() {
        found.append(event == .line ? String(decoding: splitter.line, as: UTF8.self) : "!")
      }
      return found
    }
    #expect(events("abcd\nabcde\nok\n") == ["abcd", "!", "ok"])
    #expect(events("abcd\r\nabcde\r\nok") == ["abcd", "!", "ok"])
    #expect(events("\n\r\na\rb\n") == ["", "", "a\rb"])
    #expect(events("abcdefghij\nx\n") == ["!", "x"])
    #expect(events("abcdefghij") == ["!"])
    #expect(events("") == [])
  }

  @Test func `text for an error message stays on one line`() {
    #expect(OneLine.quoting("a\nb\u{0}c\u{2028}") == "'a?b?c?'")
    #expect(OneLine.quoting(String(repeating: "x", count: 50)).count == 45)
  }

  @Test func `text is cut by bytes, so that an accent hides no separator`() {
    #expect("a b\tc".words() == ["a", "b", "c"])
    #expect("a \u{301}b  c".words(maxSplits: 1) == ["a", "\u{301}b  c"])
    #expect("x=\u{338}4,".pieces(at: UInt8(ascii: "=")) == ["x", "\u{338}4,"])
    #expect(",a,".pieces(at: UInt8(ascii: ",")) == ["", "a", ""])
  }

  @Test(arguments: ["\u{1}", "\u{7f}", "\u{85}", "\u{2028}", "\u{202e}", "\r"])
  func `control characters of any kind are found`(_ text: String) {
    #expect(OneLine.hasControls("a\(text)b"))
    #expect(!OneLine.hasControls("a\té\u{301}b"))
    #expect(OneLine.cleaned("a\(text)b") == "a?b")
    #expect(OneLine.cleaned("a\té\u{301}b") == "a\té\u{301}b")
  }
}
