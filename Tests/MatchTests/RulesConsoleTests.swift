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
        #"{"last":"1","over":false,"ply":1,"result":null,"turn":"second"}"#,
        #"{"last":null,"over":false,"ply":0,"result":null,"turn":"first"}"#,
        #"{"error":"there is no move to undo"}"#,
        #"{"error":"'9' is not a move"}"#,
        #"{"board":[". . . .",". . . .",". . . .",". . . .","1 2 3 4"],"#
          + #""last":null,"over":false,"ply":0,"result":null,"turn":"first"}"#,
        #"{"last":"1","over":false,"ply":1,"result":null,"turn":"second"}"#,
        #"{"last":"2","over":false,"ply":2,"result":null,"turn":"first"}"#,
        #"{"last":"1","over":false,"ply":3,"result":null,"turn":"second"}"#,
        #"{"last":"2","over":false,"ply":4,"result":null,"turn":"first"}"#,
        #"{"last":"1","over":false,"ply":5,"result":null,"turn":"second"}"#,
        #"{"last":"2","over":false,"ply":6,"result":null,"turn":"first"}"#,
        #"{"last":"1","over":true,"ply":7,"result":{"first":1,"#
          + #""reason":"four in a row","second":-1},"turn":null}"#,
        #"{"error":"the game is over"}"#,
        #"{"legal":[]}"#,
        #"{"last":null,"over":false,"ply":0,"result":null,"turn":"first"}"#,
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
}
