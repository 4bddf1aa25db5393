import ArenaCore
import Environments
import Foundation
import Testing

@testable import Match

@Suite struct RulesConsoleTests {
  private func console(_ options: [String: String] = [:]) throws -> RulesConsole {
    RulesConsole(Session(try ConnectFour(options)))
  }

  private func answers(_ bytes: [UInt8], _ console: inout RulesConsole) -> [String] {
    var output: [UInt8] = []
    console.consume(bytes.span, answeringInto: &output)
    console.finish(answeringInto: &output)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `a conversation answers exactly as documented`() throws {
    var console = try console(["columns": "4", "rows": "4"])
    let script = """
      legal
      play 1
      undo
      undo
      play 9
      show
      play 1
      play 2
      play 1
      play 2
      play 1
      play 2
      play 1
      play 2
      legal
      reset
      """
    #expect(
      answers(Array(script.utf8), &console) == [
        #"{"legal":["1","2","3","4"]}"#,
        #"{"ply":1,"turn":"second","over":false,"result":null,"last":"1"}"#,
        #"{"ply":0,"turn":"first","over":false,"result":null,"last":null}"#,
        #"{"error":"there is no move to undo"}"#,
        #"{"error":"'9' is not a move"}"#,
        #"{"ply":0,"turn":"first","over":false,"result":null,"last":null,"#
          + #""board":[". . . .",". . . .",". . . .",". . . .","1 2 3 4"]}"#,
        #"{"ply":1,"turn":"second","over":false,"result":null,"last":"1"}"#,
        #"{"ply":2,"turn":"first","over":false,"result":null,"last":"2"}"#,
        #"{"ply":3,"turn":"second","over":false,"result":null,"last":"1"}"#,
        #"{"ply":4,"turn":"first","over":false,"result":null,"last":"2"}"#,
        #"{"ply":5,"turn":"second","over":false,"result":null,"last":"1"}"#,
        #"{"ply":6,"turn":"first","over":false,"result":null,"last":"2"}"#,
        #"{"ply":7,"turn":null,"over":true,"result":{"first":1,"second":-1,"#
          + #""reason":"four in a row"},"last":"1"}"#,
        #"{"error":"the game is over"}"#,
        #"{"legal":[]}"#,
        #"{"ply":0,"turn":"first","over":false,"result":null,"last":null}"#,
      ])
  }

  @Test(arguments: [
    "", " ", "play", "play 1 2", "undo 1", "PLAY 1", "legal x", "nonsense \"\\\u{1}\u{7f}",
    "play \u{0}", "play 99999999999999999999", "play " + String(repeating: "9", count: 200),
    String(repeating: "x", count: 5000), "show\u{2028}", "é", "play 1\u{301}",
  ])
  func `a bad command answers an error and changes nothing`(_ line: String) throws {
    var console = try console()
    _ = console.answer(to: "play 4")
    let before = console.answer(to: "show")
    let output = answers(Array(line.utf8) + [10], &console)
    #expect(output.count == 1)
    let object = try JSONSerialization.jsonObject(with: Data(output[0].utf8))
    #expect((object as? [String: String])?.keys.map { $0 } == ["error"])
    #expect(console.answer(to: "show") == before)
  }

  @Test func `line ends and pieces do not matter`() throws {
    let script = Array("play 4\r\nplay 4\n\tlegal \r\n show".utf8)
    var whole = try console()
    let expected = answers(script, &whole)
    #expect(expected.count == 4 && !expected.joined().contains("error"))
    var pieces = try console()
    var output: [UInt8] = []
    for byte in script { pieces.consume([byte].span, answeringInto: &output) }
    pieces.finish(answeringInto: &output)
    #expect(output == Array((expected.joined(separator: "\n") + "\n").utf8))
  }

  @Test func `any bytes give one valid JSON line a line`() throws {
    let count = ProcessInfo.processInfo.environment["ARENA_LONG_TESTS"] == "1" ? 10_000_000 : 20_000
    var random = RandomSource(seed: 7)
    var console = try console()
    let commands = ["play ", "undo", "legal", "show", "reset", "play 1", "play 4", "play 7"]
    var output: [UInt8] = []
    for _ in 0..<count {
      var line: [UInt8] = []
      if random.below(4) > 0 { line += Array(commands[random.below(commands.count)].utf8) }
      if random.below(3) == 0 {
        for _ in 0..<random.below(12) { line.append(UInt8(random.below(256))) }
      }
      line.removeAll { $0 == 10 }
      output.removeAll(keepingCapacity: true)
      console.consume((line + [10]).span, answeringInto: &output)
      #expect(output.count { $0 == 10 } == 1 && output.last == 10)
      let object = try JSONSerialization.jsonObject(with: Data(output))
      let keys = Set(try #require(object as? [String: Any]).keys)
      let state: Set = ["ply", "turn", "over", "result", "last"]
      #expect(
        keys == ["error"] || keys == ["legal"] || keys == state
          || keys == state.union(["board"]))
    }
  }

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
}
