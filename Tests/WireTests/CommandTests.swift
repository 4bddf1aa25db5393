import ArenaCore
import Match
import TestKit
import Testing

@testable import Wire

@Suite struct CommandTests {
  private func words(_ text: String) -> ArraySlice<String> { text.words()[...] }

  @Test func `arguments are read from left to right`() throws {
    let move = try Commands.move.arguments(from: words("12 d4"))
    #expect(move.table == 12 && move.move == "d4")
    let only = try Commands.move.arguments(from: words("12"))
    #expect(only.table == nil && only.move == "12")
    let hello = try Commands.hello.arguments(from: words("ann pw"))
    #expect(hello.name == "ann" && hello.password == "pw")
    #expect(try Commands.cancel.arguments(from: []) == nil)
    #expect(try Commands.cancel.arguments(from: words("7")) == 7)
    #expect(try Commands.ping.arguments(from: []) == nil)
    #expect(try Commands.ping.arguments(from: words("a b c")) == "a b c")
  }

  @Test(arguments: ["", "+1", "1x", "-1", "1234567890123456", "١", "1 2"])
  func `what is no number, or one word too many, shows the usage`(_ text: String) {
    #expect(throws: WireError(.badArguments, "usage: watch TABLE")) {
      _ = try Commands.watch.arguments(from: words(text))
    }
  }

  @Test func `a proposal is read in any order`() throws {
    let proposal = try Commands.seek.arguments(
      from: words("hex seat=second size=5,swap=on people clock=10+2"))
    #expect(proposal.game == "hex" && proposal.options == ["size": "5", "swap": "on"])
    #expect(proposal.seat == .second && proposal.peopleOnly)
    #expect(proposal.clock == .fischer(initial: .seconds(10), increment: .seconds(2)))
  }

  @Test(arguments: [
    ("a", true), ("A-b_c.9", true), ("9", true), (String(repeating: "n", count: 32), true),
    (String(repeating: "n", count: 33), false), ("", false), ("-a", false), (".a", false),
    ("é", false), ("a b", false), ("a\u{301}", false),
  ])
  func `names have the form that the protocol's description gives`(_ text: String, _ isName: Bool) {
    #expect(WordForm.isName(text) == isName)
  }

  @Test func `rules are read and printed in one spelling`() throws {
    let proposal = try Commands.seek.arguments(from: words("hex proven=on,illegal=3 cap=060"))
    #expect(proposal.rules.text == "cap=60,illegal=3,proven=on" && proposal.options == [:])
    for text in ["cap=0", "cap=100001", "illegal=x", "proven=1", "cap=5 cap=6"] {
      #expect(throws: WireError.self) { try Commands.seek.arguments(from: words("hex \(text)")) }
    }
    let terms = GameTerms(
      game: "hex", options: "size=5", clock: .unlimited, rules: proposal.rules)
    #expect(terms.journalText == "hex size=5 none;cap=60,illegal=3,proven=on")
    #expect(GameTerms(journalText: terms.journalText) == terms)
    #expect(GameTerms(journalText: "hex - 60")?.rules == GameRules())
    for text in ["hex - 60;", "hex - 60;x=1", "hex - ;cap=1", "hex -", "hex - 60;cap=1;cap=2"] {
      #expect(GameTerms(journalText: text) == nil, "\(text)")
    }
  }

  @Test func `an error says in version 2 when to try again`() {
    let error = WireError(.tooMany, "slowly", retry: .seconds(1.5))
    #expect(error.line(in: .first) == "error too-many slowly")
    #expect(error.line(in: .second) == "error too-many 1500 slowly")
    #expect(WireError(.badName, "x").line(in: .second) == "error bad-name - x")
  }

  @Test func `the protocol's description lists the error codes that there are`() throws {
    #expect(
      try ProtocolDocument().firstCells(under: "Errors") == WireError.Code.allCases.map(\.rawValue))
  }
}
