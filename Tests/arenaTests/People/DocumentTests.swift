import Foundation
import Testing

@testable import arena

/// The commands of the README and the tutorials: each is a right call, and those of the tutorials run,
/// one after the other in one folder as a reader types them.
@Suite struct DocumentTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let documents = [
    "README.md", "Sources/Training/TUTORIAL.md", "Sources/Match/TUTORIAL.md", "Agents/ENGINES.md",
    "Agents/README.md", "Environments/TUTORIAL.md",
  ]
  static let tutorials = [
    "Sources/Training/TUTORIAL.md", "Sources/Match/TUTORIAL.md", "Agents/ENGINES.md",
  ]

  /// The lines of the blocks of shell commands that call the program, as typed.
  private static func calls(in document: String) throws -> [String] {
    let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
    var calls: [String] = []
    var isShell = false
    // A backslash joins lines.
    for line in text.replacing(/\\\n\s*/, with: "").split(separator: "\n") {
      if line.hasPrefix("```") {
        isShell = line == "```sh"
      } else if isShell, line.contains(/\barena [a-z]/) {
        calls.append(String(line))
      }
    }
    return calls
  }

  /// The words of each call of the program in a line, by the shell's own rules; pipes and what
  /// follows `>` are the shell's.
  private static func words(of line: String) throws -> [String] {
    let call = line.replacing(/^.*\barena (?=[a-z])/, with: "").replacing(#/ [>|].*$/#, with: "")
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "for word in \(call); do printf '%s\\0' \"$word\"; done"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: documents)
  func `every command is one that the program has, with its flags`(document: String) throws {
    for line in try Self.calls(in: document) {
      let words = try Self.words(of: line)
      let name = try #require(words.first, "\(line)")
      // Games that a tutorial adds are not there yet.
      let command = try #require(Arena.commands.first { $0.name == name }, "\(line)")
      #expect(throws: Never.self, "\(document): \(line)") {
        try Arguments(words.dropFirst(), for: command)
      }
    }
  }

  /// What makes a command of a tutorial short enough for a test. Nothing else is changed.
  private static func shortened(_ words: [String]) -> [String] {
    var words = words
    func replace(_ flag: String, with value: String) {
      guard let index = words.firstIndex(of: flag), index + 1 < words.count else { return }
      words[index + 1] = value
    }
    replace("--games", with: "2")
    if ["train", "tournament", "data"].contains(words.first), words.contains("go-lite") {
      words += ["--set", "max-moves=8"]
    }
    switch words.first {
    case "train":
      if let index = words.firstIndex(of: "--minutes") { words[index] = "--steps" }
      replace("--steps", with: "32")
      if !words.contains("--steps") { words += ["--steps", "32"] }
      // A board on which a debug build plays the opponents of a rating within seconds.
      if words.contains("connect-four") { words += ["--set", "columns=4", "--set", "rows=4"] }
      words += [
        "--checkpoints", "1", "--promotion-games", "0", "--option", "blocks=0", "--option",
        "channels=4", "--option", "games=4", "--option", "positions=32", "--option", "batch=8",
        "--option", "root-proof-nodes=0", "--option", "proof-nodes=0",
      ]
      // The last of several values of an option counts in a file, not in a call.
      if let index = words.firstIndex(of: "simulations=64") {
        words[index] = "simulations=4"
      } else {
        words += ["--option", "simulations=4"]
      }
    case "play": words += ["--seed", "3"]
    case "analyse":
      words += ["--simulations", "4"]
      if let index = words.firstIndex(of: "--game") { words[index + 1] = "1" }
    case "evaluate": words += ["--positions", "2", "--simulations", "2"]
    default: break
    }
    return words
  }

  @Test(arguments: tutorials)
  func `the commands of a tutorial run one after the other`(document: String) throws {
    try withEmptyFolder { folder in
      for line in try Self.calls(in: document) {
        var words = Self.shortened(try Self.words(of: line))
        // A server runs until it is stopped: JoinTests start it.
        guard words.first != "serve" else { continue }
        // What was trained on a small board is played there.
        if ["play", "evaluate"].contains(words.first), line.contains("first") {
          if words.first == "play" { words += ["--set", "columns=4", "--set", "rows=4"] }
        }
        let input = line.firstMatch(of: /printf '([^']*)'/)
          .map { $0.1.replacing("\\n", with: "\n") }
        let result = try Program.run(words, in: folder, input: input.map(String.init) ?? "quit\n")
        #expect(result.status == 0, "\(document): \(line)\n\(result.errors)")
        if let file = line.firstMatch(of: #/ > (\S+)$/#) {
          try result.output.write(
            toFile: "\(folder)/\(file.1)", atomically: true, encoding: .utf8)
        }
      }
    }
  }
}
