import Foundation
import TestKit
import Testing

/// What a tournament's folder lets in.
@Suite struct TournamentFolderTests {
  @Test func `a tournament and a tuning do not share a folder`() throws {
    try withEmptyFolder { folder in
      let tuning = [
        "tune", "tic-tac-toe", "--player", "uct:simulations=4", "--vary", "simulations=1..4",
        "--games", "16", "--test-games", "0", "--out",
      ]
      #expect(try Program.run(TournamentRunTests.words + ["--out", "t"], in: folder).status == 0)
      let before = TournamentRunTests.text(folder + "/t", "games.jsonl")
      let second = try Program.run(tuning + ["t"], in: folder)
      #expect(second.status == 2 && second.errors.contains("t holds a tournament"))
      #expect(TournamentRunTests.text(folder + "/t", "games.jsonl") == before)
      #expect(try Program.run(tuning + ["u"], in: folder).status == 0)
      let third = try Program.run(TournamentRunTests.words + ["--out", "u"], in: folder)
      #expect(third.status == 2 && third.errors.contains("u holds other work"))
    }
  }

  @Test func `openings of a value that none has are refused`() throws {
    try withEmptyFolder { folder in
      let result = try Program.run(
        [
          "tournament", "connect-four", "--openings", "0", "--balance", "0.95..1", "--out", "t",
        ] + TournamentRunTests.words[2..<6], in: folder)
      #expect(result.status == 2 && result.errors.contains("none of 256"), "\(result.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder + "/t"))
    }
  }
}
