import Foundation
import Testing

/// The records of a tournament without a folder: on the disk as its games end, and then in a file.
@Suite struct TournamentRecordsTests {
  private static let words = [
    "tournament", "tic-tac-toe", "--player", "random", "--player", "one-ply", "--games", "200",
  ]

  @Test func `records are those of a folder, in a file of their own`() throws {
    try withEmptyFolder { folder in
      let out = try Program.run(Self.words + ["--out", "t"], in: folder)
      let result = try Program.run(Self.words + ["--records", "r/r.jsonl"], in: folder)
      #expect(result.status == 0 && result.output == out.output, "\(result.errors)")
      let records = TournamentRunTests.text(folder + "/r", "r.jsonl")
      #expect(records == TournamentRunTests.text(folder + "/t", "games.jsonl"))
      #expect(TournamentRunTests.lines(folder + "/t").count == 200)
      // Nothing else is left beside it, nor beside what is written through.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/r") == ["r.jsonl"])
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: "r/r.jsonl")
      #expect(try Program.run(Self.words + ["--records", "link"], in: folder).status == 0)
      #expect(TournamentRunTests.text(folder + "/r", "r.jsonl") == records)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.sorted() == ["link", "r", "t"])
    }
  }

  @Test func `records that find no room while games are played cost nobody the table`() throws {
    try withEmptyFolder { folder in
      // In blocks of 512 bytes or of a KiB, by shell: less than the records take.
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      shell.arguments =
        ["-c", "ulimit -f 20; exec \"$0\" \"$@\" > output 2> errors", Program.path]
        + Self.words + ["--records", "r"]
      shell.currentDirectoryURL = URL(fileURLWithPath: folder)
      try shell.run()
      Program.waitForEnd(of: shell)
      #expect(shell.terminationReason == .exit && shell.terminationStatus == 1)
      let errors = TournamentRunTests.text(folder, "errors")
      // They lie there before the file is written.
      #expect(errors.contains("cannot write r.partial.lines: File too large"), "\(errors)")
      #expect(errors.count { $0 == "\n" } == 1)
      let table = TournamentRunTests.text(folder, "output")
      #expect(try table == Program.run(Self.words, in: folder).output && !table.isEmpty)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.sorted() == ["errors", "output"])
    }
  }
}
