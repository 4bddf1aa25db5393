import Testing

@testable import ArenaCore

@Suite struct OptionsTests {
  enum Rule: String, CaseIterable { case simple, positional }

  struct Settings: OptionGroup, Equatable {
    var size = 9
    var komi = 7.5
    var rule = Rule.simple
    var allowsSuicide = false
    var note = ""

    static let fields: [OptionField<Self>] = [
      OptionField("size", \.size, 2...19, "rows and columns"),
      OptionField("komi", \.komi, -10...10, "points for the second seat"),
      OptionField("rule", \.rule, "which ko"),
      OptionField("suicide", \.allowsSuicide, "whether it is allowed"),
      OptionField("note", \.note, "anything"),
    ]
  }

  struct Board: OptionGroup, Equatable {
    var width = 7
    var height = 6

    static let sides = [
      OptionField("width", \Self.width, 1...9, "one"),
      OptionField("height", \Self.height, 1...9, "the other"),
    ]
    static let fields: [OptionField<Self>] =
      [
        OptionField(
          "side", shorthandFor: sides, 1...9, "both", default: { max($0.width, $0.height) })
      ] + sides
  }

  private static let specs = Settings().specs

  @Test func `options that are not given have their default values`() throws {
    #expect(try Settings().applying([:]) == Settings())
    #expect(try Options(for: Self.specs).description == "")
  }

  @Test func `default values may be replaced and are still not given`() throws {
    let defaults = Settings(size: 5, rule: .positional)
    let options = try Options(["rule": "simple"], for: defaults.specs)
    #expect(try defaults.applying(options) == Settings(size: 5, rule: .simple))
    #expect(options.values == ["rule": "simple"])
    #expect(defaults.changedValues == ["size": "5", "rule": "positional"])
  }

  @Test func `given options win and print sorted`() throws {
    var options = try Options(["size": "5", "komi": "-0.5"], for: Self.specs)
    try options.set("suicide", to: "true")
    #expect(try Settings().applying(options) == Settings(size: 5, komi: -0.5, allowsSuicide: true))
    #expect(options.description == "komi=-0.5,size=5,suicide=true")
    #expect(options.values == ["size": "5", "komi": "-0.5", "suicide": "true"])
  }

  @Test(arguments: [
    (["size": "+7"], "size=7"), (["size": "07"], "size=7"), (["size": "9"], ""),
    (["size": "+09"], ""), (["komi": "7.50"], ""), (["komi": "75e-1"], ""),
    (["komi": "7.0"], "komi=7"), (["komi": "-0"], "komi=0"), (["komi": "0.10"], "komi=0.1"),
    (["rule": "simple", "suicide": "false", "note": ""], ""), (["note": " +7"], "note= +7"),
  ])
  func `options that mean the same print alike`(_ given: [String: String], _ text: String) throws {
    #expect(try Options(given, for: Self.specs).description == text)
  }

  @Test func `a shorthand is written out as the options it stands for`() throws {
    func text(_ given: [String: String]) throws -> String {
      try Options(given, for: Board().specs).description
    }
    #expect(try text(["side": "5"]) == "height=5,width=5")
    #expect(try text(["width": "5", "height": "5"]) == "height=5,width=5")
    #expect(try text(["side": "7"]) == "height=7")
    #expect(try text(["side": "5", "height": "6"]) == "width=5")
    #expect(try text(["side": "7", "height": "6"]) == "")
    #expect(try Board().applying(["side": "5"]) == Board(width: 5, height: 5))
    #expect(Board().specs.map(\.defaultText) == ["7", "7", "6"])
    let values = try Options(["side": "5", "height": "6"], for: Board().specs).allValues
    #expect(values == ["width": "5", "height": "6"])
  }

  @Test func `a whole number may be one of a few`() throws {
    struct Size: OptionGroup, Equatable {
      var size = 8
      static let fields = [OptionField("size", \Self.size, among: [4, 6, 8], "rows and columns")]
    }
    #expect(try Size().applying(["size": "6"]) == Size(size: 6))
    #expect(throws: OptionError.badValue("size", "5", allowed: "one of 4, 6, 8")) {
      try Size().applying(["size": "5"])
    }
  }

  @Test(arguments: [
    ("size", "1"), ("size", "20"), ("size", "five"), ("size", ""), ("size", "9.5"),
    ("size", "99999999999999999999"), ("komi", "11"), ("komi", "nan"), ("komi", "much"),
    ("rule", "Simple"), ("suicide", "yes"),
  ])
  func `a value that its spec does not allow is an error that names both`(
    name: String, value: String
  ) throws {
    var options = try Options(for: Self.specs)
    let error = #expect(throws: OptionError.self) { try options.set(name, to: value) }
    let text = try #require(error).description
    #expect(text.contains("option \(name) cannot be '\(value)'"))
    #expect(text.contains("must be"))
    #expect(options.values.isEmpty)
  }

  @Test func `an unknown option is an error that lists the known ones`() {
    let error = #expect(throws: OptionError.self) {
      try Options(["colour": "red"], for: Self.specs)
    }
    #expect(
      error?.description
        == "unknown option 'colour': allowed are size, komi, rule, suicide, note")
    let none = #expect(throws: OptionError.self) { try Options(["a": "b"], for: []) }
    #expect(none?.description == "unknown option 'a': there are none here")
  }
}
