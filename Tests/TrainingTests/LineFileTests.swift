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

  @Test func `lines past the first unwanted one are dropped`() throws {
    try withTemporaryFolder { path in
      let file = path + "/lines"
      try Data("1\n2\n3\n1\n".utf8).write(to: URL(fileURLWithPath: file))
      _ = try LineFile(file) { Int($0)! < 3 }
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "1\n2\n")
    }
  }
}
