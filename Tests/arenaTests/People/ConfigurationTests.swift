import Foundation
import Testing

/// A file of settings for a training run.
@Suite struct ConfigurationTests {
  private static let call = [
    "train", "tic-tac-toe", "--agent", "dqn", "--steps", "300", "--option", "hidden=8",
    "--threads", "1",
  ]

  @Test func `what is printed is read again, with every option in it`() throws {
    try withEmptyFolder { folder in
      let printed = try Program.run(Self.call + ["--print-config"], in: folder)
      #expect(printed.status == 0, "\(printed.errors)")
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any])
      let options = try #require(object["agentOptions"] as? [String: String])
      #expect(options["hidden"] == "8" && options["batch"] != nil && options.count > 20)
      #expect(
        object["environmentOptions"] as? [String: String] == [
          "columns": "3", "rows": "3", "length": "3",
        ])
      try printed.output.write(toFile: folder + "/c.json", atomically: true, encoding: .utf8)
      let again = try Program.run(["train", "--config", "c.json", "--print-config"], in: folder)
      #expect(again.output == printed.output, "\(again.errors)")
      let changed = try Program.run(
        ["train", "--config", "c.json", "--option", "hidden=9", "--seed", "5", "--print-config"],
        in: folder)
      #expect(
        changed.output.contains("\"hidden\" : \"9\"") && changed.output.contains("\"seed\" : 5"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["c.json"])
    }
  }

  @Test func `a run's own file starts another`() throws {
    try withEmptyFolder { folder in
      let call = [
        "train", "FrozenLake-v1", "--agent", "q-learning", "--run", "a", "--steps", "200",
      ]
      let first = try Program.run(call + ["--seed", "3", "--checkpoints", "1"], in: folder)
      #expect(first.status == 0, "\(first.errors)")
      let second = try Program.run(
        ["train", "--config", "a/run.json", "--run", "b", "--steps", "200", "--checkpoints", "1"],
        in: folder)
      #expect(second.status == 0, "\(second.errors)")
      func file(_ run: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(run)/run.json"))
      }
      #expect(try file("a") == file("b"))
    }
  }

  @Test func `a training says what it is going to do`() throws {
    try withEmptyFolder { folder in
      let output = Pipe()
      let process = try Program.start(
        Self.call + ["--checkpoints", "1", "--run", "a"], in: folder, output: output)
      var text = ""
      while text.count(where: { $0 == "\n" }) < 3 {
        let data = output.fileHandleForReading.availableData
        guard !data.isEmpty else { break }
        text += String(decoding: data, as: UTF8.self)
      }
      process.interrupt()
      Program.waitForEnd(of: process)
      let lines = text.split(separator: "\n")
      try #require(lines.count >= 3, "\(text)")
      let start = "tic-tac-toe: dqn learns from self-play for 300 steps; settings: "
      #expect(lines[0].hasPrefix(start) && lines[0].hasSuffix(" hidden=8"))
      #expect(lines[1] == "rated 1 times against fixed opponents; the last is kept as the best")
      #expect(lines[2].hasPrefix("the replay buffer of 100000 experiences takes "))
    }
  }

  @Test(arguments: [
    ("{\"agnet\":\"dqn\"}", "unknown key 'agnet': did you mean agent"),
    ("[]", "c.json must be a JSON object"), ("{", "no JSON object"),
    ("{\"steps\":0}", "steps must be"),
    ("{\"steps\":\"x\"}", "steps must be a positive integer"),
    ("{\"steps\":1.5}", "steps must be a positive integer"),
    ("{\"seed\":-1}", "seed must be an integer from 0 to"),
    ("{\"environmentOptions\":{\"size\":[]}}", "environmentOptions.size is of the wrong kind"),
    ("{\"agentOptions\":{\"hidden\":null}}", "agentOptions.hidden cannot be null"),
    ("{\"minutes\":1,\"steps\":5}", "either minutes or steps"),
    ("{\"environment\":\"hex\"}", "is for hex, not for tic-tac-toe"),
    ("{\"agent\":\"ppo\"}", "is for the agent ppo"),
    ("{\"agentOptions\":{\"hiden\":8}}", "did you mean hidden?"),
    ("{\"agentOptions\":{\"batch\":true}}", "batch cannot be 'true'"),
  ])
  func `a wrong file is a wrong call`(text: String, message: String) throws {
    try withEmptyFolder { folder in
      try text.write(toFile: folder + "/c.json", atomically: true, encoding: .utf8)
      let result = try Program.run(
        ["train", "tic-tac-toe", "--agent", "dqn", "--config", "c.json"], in: folder)
      #expect(result.status == 2 && result.errors.contains(message), "\(result.errors)")
      #expect(result.output == "")
    }
  }
}
