import Foundation
import TestKit
import Testing

/// What a shell completes, asked of the shell itself.
@Suite struct CompletionTests {
  private static func script(_ shell: String) throws -> String {
    try withEmptyFolder { try Program.run(["completion", shell], in: $0).output }
  }

  /// What bash offers for the last word of a line.
  private func offers(_ line: String) throws -> [String] {
    try withEmptyFolder { folder in
      let script = folder + "/completion"
      try Self.script("bash").write(toFile: script, atomically: true, encoding: .utf8)
      let words = line.components(separatedBy: " ")
      let list = words.map { "'\($0)'" }.joined(separator: " ")
      return try Peer.run(
        "bash",
        [
          "-c",
          "cd '\(folder)'; source '\(script)'; COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); "
            + "_arena; printf '%s\\n' \"${COMPREPLY[@]}\"",
        ]
      ).split(separator: "\n").map(String.init)
    }
  }

  @Test func `bash completes commands, flags, games and agents`() throws {
    #expect(try offers("arena tra") == ["train"])
    #expect(Set(try offers("arena play conn")).contains("connect-four"))
    #expect(try offers("arena train connect-four --ag") == ["--agent"])
    #expect(try offers("arena train connect-four --agent alph") == ["alphazero"])
    #expect(try offers("arena play hex --seat ") == ["first", "second"])
    #expect(try offers("arena completion z") == ["zsh"])
    #expect(try offers("arena play hex --no") == [])
  }

  @Test func `every flag that help shows is in every script`() throws {
    for shell in ["bash", "zsh", "fish"] {
      let script = try Self.script(shell)
      let overview = try withEmptyFolder { try Program.run(["help"], in: $0).output }
      for match in overview.matches(of: /(?m)^  arena (\w+)  .*$/) {
        let command = String(match.1)
        let help = try withEmptyFolder { try Program.run([command, "--help"], in: $0).output }
        for flag in help.matches(of: /(?m)^  --([a-z-]+)( |$)/) {
          let name = shell == "fish" ? "-l \(flag.1) " : "--\(flag.1)"
          #expect(script.contains(name), "\(shell) \(command)")
        }
      }
    }
  }

  @Test func `an unknown shell is a wrong call`() throws {
    try withEmptyFolder { folder in
      let result = try Program.run(["completion", "bas"], in: folder)
      #expect(result.status == 2 && result.errors.contains("did you mean bash?"))
    }
  }
}
