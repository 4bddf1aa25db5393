import ArenaCore
import Testing

@testable import Catalog

@Suite struct PlayerSpecTests {
  /// A spec and the value of its option `key`.
  @Test(arguments: [
    ("a:key=1", "1"), ("a:key=", ""), ("a:key=x=y", "x=y"), ("a:key='x,y'", "x,y"),
    (#"a:key="x,y=z""#, "x,y=z"), (#"a:key=x\,y"#, "x,y"), (#"a:key=x\\,other=1"#, #"x\"#),
    (#"a:key='x\,y'"#, #"x\,y"#), (#"a:key=\'x"#, "'x"), (#"a:key=x\ny"#, #"x\ny"#),
    ("a:key=it's", "it's"), ("a:key='',other=1", ""), (#"a:key=x\"#, #"x\"#),
    ("a:other=1,key='a, b'", "a, b"),
  ])
  func `a value is quoted or escaped`(text: String, value: String) throws {
    let spec = try PlayerSpec(text)
    #expect(spec.options["key"] == value)
    #expect(spec.description == text)
  }

  @Test(arguments: [
    ("", "it must be NAME"), (":key=1", "it must be NAME"), ("a:", "'' is not key=value"),
    ("a:key", "'key' is not key=value"), ("a:key=1,", "'' is not key=value"),
    ("a:=1", "'=1' is not key=value"), ("a:key=1,key=2", "gives key twice"),
    ("a:key='x", "the quote of key does not end"), ("a:key='x'y", "after the closing quote of key"),
    ("a\nb", "it must be NAME"), ("a:key=x,\u{301}y=1,key=2", "gives key twice"),
  ])
  func `what is wrong with a spec is said`(text: String, message: String) {
    let error = #expect(throws: RequestError.self) { try PlayerSpec(text) }
    #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "none")")
  }

  @Test func `any value that a spec prints is read again`() throws {
    var random = RandomSource(seed: 1)
    let characters: [Character] = [",", "\\", "'", "\"", "=", ":", " ", "a", "é", "\u{301}"]
    for _ in 0..<2000 {
      let value = String((0..<random.below(7)).map { _ in characters[random.below(10)] })
      let spec = PlayerSpec(agent: "a", options: ["run": value, "other": "1"])
      let again = try PlayerSpec(spec.description)
      #expect(again == spec, "\(spec.description)")
    }
  }

  @Test func `specs are equal that name one player`() throws {
    #expect(try PlayerSpec("a:x=1,y=2") == PlayerSpec("a:y='2',x=1"))
    #expect(try PlayerSpec("a:x=1") != PlayerSpec("a:x=2"))
  }
}
