import Foundation
import Testing

@testable import Training

@Suite struct LineFileTests {
  @Test func `a torn last line is cut off and lines go on behind the whole ones`() throws {
    try withTemporaryFolder { path in
      let file = path + "/lines"
      try Data("one\ntwo\nthr".utf8).write(to: URL(fileURLWithPath: file))
      try LineFile(file).append("three")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "one\ntwo\nthree\n")
    }
  }

  @Test func `a first line that is torn is cut off, and one torn within a character`() throws {
    try withTemporaryFolder { path in
      let file = path + "/lines"
      for (torn, whole) in [(Data("on".utf8), ""), (Data("one\n±".utf8.dropLast()), "one\n")] {
        try torn.write(to: URL(fileURLWithPath: file))
        try LineFile(file).append("three")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == whole + "three\n")
      }
    }
  }

  @Test func `lines past the last wanted one are dropped, others are set aside`() throws {
    try withTemporaryFolder { path in
      let file = path + "/lines"
      let bytes = Data("1\nx\n5\n2\n3\ny\n4\nt".utf8)
      try bytes.write(to: URL(fileURLWithPath: file))
      func judge(_ line: Data) -> LineFile.Verdict {
        Int(String(decoding: line, as: UTF8.self)).map { $0 < 3 ? .wanted : .later } ?? .damaged
      }
      for _ in 0..<2 {
        _ = try LineFile(file, judge: judge)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "1\n2\n")
        #expect(try String(contentsOfFile: file + ".damaged", encoding: .utf8) == "x\n5\ny\n")
      }
      // More damage is added to what was set aside before.
      try Data([0xff, 0x0a]).write(to: URL(fileURLWithPath: file))
      #expect(try LineFile(file, judge: judge).damagedCount == 1)
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: file + ".damaged"))
          == Data("x\n5\ny\n".utf8) + [0xff, 0x0a])
    }
  }
}
