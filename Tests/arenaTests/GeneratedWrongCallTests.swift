import Foundation
import TestKit
import Testing

/// Every flag of every command, wrong in every way: exit status 2, one line, nothing written.
@Suite struct GeneratedWrongCallTests {
  /// A call of each command that is right but for the words added to it, and so must not be reached.
  private static let calls: [String: [String]] = [
    "quickstart": ["quickstart"], "list": ["list", "hex"], "play": ["play", "tic-tac-toe"],
    "train": ["train", "tic-tac-toe", "--agent", "dqn", "--steps", "100"],
    "ratings": ["ratings", "nowhere"], "report": ["report", "nowhere"],
    "sprt": ["sprt", "--wins", "1"],
    "tournament": ["tournament", "tic-tac-toe", "--player", "random", "--player", "one-ply"],
    "ladder": ["ladder", "nowhere", "show"],
    "tune": ["tune", "tic-tac-toe", "--player", "uct", "--vary", "simulations=5..9"],
    "search": [
      "search", "CartPole-v1", "--agent", "ppo", "--vary", "learning-rate=0.001,0.01", "--steps",
      "100",
    ],
    "serve": ["serve"], "verify": ["verify", "nowhere"], "rules": ["rules", "tic-tac-toe"],
    "join": ["join", "127.0.0.1:1", "--game", "tic-tac-toe", "--player", "random"],
    "rollout": ["rollout", "CartPole-v1", "--actions", "/dev/null"],
    "evaluate": ["evaluate", "CartPole-v1", "--player", "random"],
    "models": ["models", "nowhere"], "net": ["net", "describe", "nowhere"],
    "ablate": ["ablate", "tic-tac-toe", "--games-limit", "9", "--mistakes", "5"],
    "bench": ["bench", "environments", "--only", "tic-tac-toe"],
    "analyse": ["analyse", "tic-tac-toe"], "watch": ["watch", "127.0.0.1:1", "1"],
    "gtp": ["gtp", "tic-tac-toe"], "completion": ["completion", "bash"],
    "data": ["data", "export", "nowhere", "--npz", "a"],
  ]

  /// A flag as help shows it.
  private struct Flag {
    let name: String
    /// What its value is called; nil where it takes none.
    let value: String?
    let repeats: Bool
  }

  private static func flags(of command: String) throws -> [Flag] {
    let help = try withEmptyFolder { try Program.run([command, "--help"], in: $0).output }
    return help.matches(of: /(?m)^  --([a-z-]+)( [A-Z][A-Z|,=a-z]*)?  +(.*)$/).map { match in
      Flag(
        name: "--\(match.1)", value: match.2.map { String($0.dropFirst()) },
        repeats: match.3.contains("may be repeated") || match.3.contains("two or more"))
    }
  }

  /// Values that a flag of that kind cannot have, by what its value is called in help.
  private static func wrongValues(_ kind: String) -> [String] {
    switch kind {
    case "N": ["x", "1.5", "-1", "99999999999999999999", "nan", "0x10", " 1"]
    case "M", "S", "P", "SCORE": ["x", "nan", "inf", "-1e300", "1e300", "1,5"]
    case "SPEC": [":", "random:", "random:a", "random:a=1", "uct:simulations='1", "no-such-agent"]
    case "KEY=VALUE": ["x", "=x", "no-such-option=1"]
    case "GAME=SPEC": ["x", "=x", "no-such-game=random", "hex=no-such-agent", "hex=random:a=1"]
    case "SEAT": ["third"]
    case "GAME", "AGENT", "CLOCK": ["no-such-name"]
    default: []
    }
  }

  private static func wrongCalls(of command: String) throws -> [[String]] {
    let call = try #require(calls[command], "a new command needs a right call here: \(command)")
    // Ratings take any number of files, and reports of runs.
    var wrong = ["ratings", "report"].contains(command) ? [] : [call + ["too-much"]]
    wrong += [
      call + [""], call + ["--no-such-flag"], call + ["--no-such-flag=1"],
      call + ["-x"], [command, "", ""],
    ]
    for flag in try flags(of: command) {
      // Any misspelling, any second time.
      wrong.append(call + [flag.name + "s"])
      wrong.append(call + [String(flag.name.dropFirst())])
      guard let kind = flag.value else {
        wrong.append(call + [flag.name, flag.name])
        wrong.append(call + [flag.name + "=true"])
        continue
      }
      wrong.append(call + [flag.name])
      wrong.append(call + [flag.name, flag.name])
      wrong.append(call + [flag.name, ""])
      wrong.append(call + [flag.name + "="])
      // Where the right call has the flag already, a wrong value takes the place of its own.
      var rest = call
      if !flag.repeats, let index = rest.firstIndex(of: flag.name) {
        rest.removeSubrange(index...(index + 1))
      }
      for value in wrongValues(kind) { wrong.append(rest + [flag.name, value]) }
      if !flag.repeats { wrong.append(rest + [flag.name, "1", flag.name, "1"]) }
      if kind == "KEY=VALUE" { wrong.append(call + [flag.name, "size=5", flag.name, "size=5"]) }
    }
    return wrong
  }

  @Test(arguments: calls.keys.sorted())
  func `no wrong call is taken for a right one`(command: String) throws {
    try withEmptyFolder { folder in
      let wrong = try Self.wrongCalls(of: command)
      // A few of each command, another few each day; all of them where there is time.
      let day = Int(Date.now.timeIntervalSince1970 / 86_400)
      for (index, call) in wrong.enumerated() where runsLongTests || (index + day) % 5 == 0 {
        let result = try Program.run(call, in: folder)
        let shown = "arena \(call.joined(separator: " "))"
        #expect(result.status == 2, "\(shown): \(result.status) \(result.errors)")
        #expect(result.output == "", "\(shown)")
        #expect(result.errors.count { $0 == "\n" } == 1, "\(shown): \(result.errors)")
        #expect(result.errors.count < 700, "\(shown): \(result.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [], "\(shown)")
      }
    }
  }

  @Test func `every command is walked`() throws {
    let overview = try withEmptyFolder { try Program.run(["help"], in: $0).output }
    let names = overview.matches(of: /(?m)^  arena (\w+)  .*$/).map { String($0.1) }
    #expect(Set(names) == Set(Self.calls.keys))
  }
}
