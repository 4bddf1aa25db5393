import ArenaCore
import Testing

@Suite struct OptionsTests {
  private static let specs = [
    OptionSpec("size", .integer(2...19), default: "9", "rows and columns"),
    OptionSpec("komi", .number(-10...10), default: "7.5", "points for the second seat"),
    OptionSpec("rule", .choice(["simple", "positional"]), default: "simple", "which ko"),
    OptionSpec("suicide", .flag, default: "false", "whether it is allowed"),
    OptionSpec("note", .text, default: "", "anything"),
  ]

  @Test func `Options that are not given have their default values`() throws {
    let options = try Options(for: Self.specs)
    #expect(options.integer("size") == 9)
    #expect(options.number("komi") == 7.5)
    #expect(options.text("rule") == "simple")
    #expect(options.flag("suicide") == false)
    #expect(!options.isGiven("size"))
    #expect(options.description == "")
  }

  @Test func `Default values may be replaced and are still not given`() throws {
    let specs = Self.specs.replacingDefaults(["size": "5", "rule": "positional"])
    let options = try Options(["rule": "simple"], for: specs)
    #expect(options.integer("size") == 5)
    #expect(options.text("rule") == "simple")
    #expect(options.number("komi") == 7.5)
    #expect(!options.isGiven("size"))
  }

  @Test func `Given options win and print sorted`() throws {
    var options = try Options(["size": "5", "komi": "-0.5"], for: Self.specs)
    try options.set("suicide", to: "true")
    #expect(options.integer("size") == 5)
    #expect(options.number("komi") == -0.5)
    #expect(options.flag("suicide"))
    #expect(options.isGiven("komi"))
    #expect(options.description == "komi=-0.5,size=5,suicide=true")
    #expect(options.values == ["size": "5", "komi": "-0.5", "suicide": "true"])
  }

  @Test(arguments: [
    (["size": "+7"], "size=7"), (["size": "07"], "size=7"), (["size": "9"], ""),
    (["size": "+09"], ""), (["komi": "7.50"], ""), (["komi": "75e-1"], ""),
    (["komi": "7.0"], "komi=7"), (["komi": "-0"], "komi=0"), (["komi": "0.10"], "komi=0.1"),
    (["rule": "simple", "suicide": "false", "note": ""], ""), (["note": " +7"], "note= +7"),
  ])
  func `Options that mean the same print alike`(_ given: [String: String], _ text: String) throws {
    #expect(try Options(given, for: Self.specs).description == text)
  }

  @Test func `A shorthand is written out as the options it stands for`() throws {
    let specs = [
      OptionSpec(
        "side", .integer(1...9), default: "7", "both", shorthandFor: ["width", "height"]),
      OptionSpec("width", .integer(1...9), default: "7", "one"),
      OptionSpec("height", .integer(1...9), default: "6", "the other"),
    ]
    func text(_ given: [String: String]) throws -> String {
      try Options(given, for: specs).description
    }
    #expect(try text(["side": "5"]) == "height=5,width=5")
    #expect(try text(["width": "5", "height": "5"]) == "height=5,width=5")
    #expect(try text(["side": "7"]) == "height=7")
    #expect(try text(["side": "5", "height": "6"]) == "width=5")
    #expect(try text(["side": "7", "height": "6"]) == "")
    #expect(try Options(["side": "5"], for: specs).integer("width") == 5)
  }

  @Test(arguments: [
    ("size", "1"), ("size", "20"), ("size", "five"), ("size", ""), ("size", "9.5"),
    ("size", "99999999999999999999"), ("komi", "11"), ("komi", "nan"), ("komi", "much"),
    ("rule", "Simple"), ("suicide", "yes"),
  ])
  func `A value that its spec does not allow is an error that names both`(
    name: String, value: String
  ) throws {
    var options = try Options(for: Self.specs)
    let error = #expect(throws: OptionError.self) { try options.set(name, to: value) }
    let text = try #require(error).description
    #expect(text.contains("option \(name) cannot be '\(value)'"))
    #expect(text.contains("must be"))
    #expect(!options.isGiven(name))
  }

  @Test func `An unknown option is an error that lists the known ones`() {
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
