import Foundation
import TestKit
import Testing

/// Recorded positions out, games of others in; on the smallest board there is, for speed.
@Suite struct DataTests {
  private static let board = ["--set", "columns=2", "--set", "rows=2", "--set", "length=2"]

  private static let small = [
    "--option", "blocks=0", "--option", "channels=4", "--option", "simulations=4", "--option",
    "batch=16", "--option", "positions=64", "--checkpoints", "1", "--promotion-games", "0",
    "--threads", "1",
  ]

  private func run(
    _ words: [String], in folder: String, status: Int32 = 0
  ) throws -> (output: String, errors: String) {
    let result = try Program.run(words, in: folder)
    #expect(result.status == status, "\(words.joined(separator: " ")): \(result.errors)")
    return (result.output, result.errors)
  }

  @Test func `games are imported, learnt from and exported again`() throws {
    try withEmptyFolder { folder in
      _ = try run(
        [
          "tournament", "mnk", "--player", "random", "--player", "one-ply", "--games", "30",
          "--openings", "0", "--records", "games.jsonl",
        ] + Self.board, in: folder)
      // One more that breaks the rules, one that is not over, one of another board.
      let file = folder + "/games.jsonl"
      let line = """
        {"cause":"rules","first":"a","game":"mnk","moves":["a1","a1"],"opening":0,\
        "options":"columns=2,length=2,rows=2","reason":"x","second":"b","seed":1}

        """
      try
        (String(contentsOfFile: file, encoding: .utf8) + line
        + line.replacing("\"x\"", with: "\"not over\"")
        + line.replacing("columns=2", with: "columns=4"))
        .write(toFile: file, atomically: true, encoding: .utf8)
      let imported = try run(
        [
          "data", "import", "games.jsonl", "--game", "mnk", "--into", "lessons",
          "--validation", "0.2",
        ] + Self.board, in: folder
      ).output
      #expect(imported.contains("lessons: 24 games to train on with"))
      #expect(imported.contains(", 6 for validation"))
      #expect(
        imported.contains(
          "left out: 1 of another game or board, 1 without a result, 1 against the rules"))
      #expect(imported.contains("games.jsonl, line 31: move 2: 'a1' is not legal here"))

      let train =
        [
          "train", "mnk", "--agent", "alphazero", "--steps", "64", "--from-games", "lessons",
          "--run", "run",
        ] + Self.board
      _ = try run(train + Self.small, in: folder)
      let metrics = try String(contentsOfFile: folder + "/run/metrics.jsonl", encoding: .utf8)
      #expect(metrics.contains("validation."))

      let exported = try run(
        ["data", "export", "run", "--npz", "p.npz", "--positions", "50"], in: folder
      ).output
      #expect(exported == "p.npz: 50 positions\n")
      _ = try run(
        ["data", "export", "run", "--safetensors", "p.safetensors", "--unseen"], in: folder)
      let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/p.safetensors"))
      let size = Int(data.prefix(8).withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
      let header = try #require(
        try JSONSerialization.jsonObject(with: data.dropFirst(8).prefix(size))
          as? [String: [String: Any]])
      #expect(
        Set(header.keys) == [
          "observations", "policies", "legal", "values", "results", "games", "plies",
        ])
      let shape = try #require(header["observations"]?["shape"] as? [Int])
      #expect(Array(shape.dropFirst()) == [2, 2, 2] && shape[0] >= 6 * 3)

      let pack = ["net", "pack", "run", "--to", "packed", "--also"]
      for other in ["no-such-game", "connect-four"] {
        _ = try run(pack + [other], in: folder, status: 2)
        #expect(!FileManager.default.fileExists(atPath: folder + "/packed"))
      }
      _ = try run(pack + ["tic-tac-toe"], in: folder)
    }
  }

  @Test func `learning from games resumes where it stopped and ends`() throws {
    try withEmptyFolder { folder in
      _ = try run(
        [
          "tournament", "mnk", "--player", "random", "--player", "one-ply", "--games", "20",
          "--openings", "0", "--records", "games.jsonl",
        ] + Self.board, in: folder)
      _ = try run(
        ["data", "import", "games.jsonl", "--game", "mnk", "--into", "lessons"] + Self.board,
        in: folder)
      let call =
        [
          "train", "tic-tac-toe", "--agent", "alphazero", "--steps", "64", "--from-games",
          "lessons",
          "--option", "from-games-epochs=20", "--run",
        ]
      _ = try run(call + ["whole"] + Self.small, in: folder)
      let process = try Program.start(call + ["cut"] + Self.small, in: folder)
      let state = folder + "/cut/checkpoints/000000.safetensors"
      _ = Program.wait(for: process) { FileManager.default.fileExists(atPath: state) }
      process.interrupt()
      Program.waitForEnd(of: process)
      _ = try run(call + ["cut"] + Self.small, in: folder)
      func weights(_ run: String) throws -> Data {
        try Data(
          contentsOf: URL(fileURLWithPath: "\(folder)/\(run)/checkpoints/000001.safetensors"))
      }
      #expect(try weights("whole") == weights("cut"))
    }
  }

  @Test(arguments: [
    ("data export nowhere --npz a", 2, "nowhere"), ("data export nowhere", 2, "--npz OUT"),
    ("data import", 2, "FILE is missing"), ("data improt x", 2, "did you mean import?"),
    ("data import nowhere --game hex --into d", 1, "nowhere"),
    ("data import x --into d", 2, "--game is missing"),
    ("data import x --game hex", 2, "--into is missing"),
    ("train tic-tac-toe --agent alphazero --steps 9 --from-games nowhere", 1, "nowhere"),
  ])
  func `a wrong call says what is wrong`(call: String, status: Int32, message: String) throws {
    try withEmptyFolder { folder in
      let errors = try run(
        call.split(separator: " ").map(String.init), in: folder, status: status
      ).errors
      #expect(errors.contains(message), "\(errors)")
    }
  }
}
