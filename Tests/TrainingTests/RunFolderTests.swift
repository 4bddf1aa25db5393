import Foundation
import NeuralCore
import Testing

@testable import Training

@Suite struct RunFolderTests {
  private let configuration = RunConfiguration(
    environment: "connect-four", environmentOptions: [:], agent: "alphazero",
    agentOptions: ["blocks": "2"], seed: 1)

  @Test func `a run is created once and then reopened`() throws {
    try withTemporaryFolder { path in
      let created = try RunFolder(training: path + "/run", configuration)
      let reopened = try RunFolder(training: path + "/run", configuration)
      #expect(reopened.configuration == created.configuration)
      #expect(try RunFolder(opening: path + "/run").configuration == configuration)
    }
  }

  @Test func `another configuration is refused and says what differs`() throws {
    try withTemporaryFolder { path in
      _ = try RunFolder(training: path + "/run", configuration)
      var other = configuration
      other.agentOptions = ["blocks": "3"]
      #expect {
        try RunFolder(training: path + "/run", other)
      } throws: { error in
        "\(error)".contains("its agent options is blocks=2, not blocks=3")
      }
    }
  }

  @Test func `a run that does not tell all its options is played but not trained`() throws {
    try withTemporaryFolder { path in
      _ = try RunFolder(training: path + "/run", configuration)
      var older = configuration
      older.format = 1
      try JSONEncoder().encode(older).write(to: URL(fileURLWithPath: path + "/run/run.json"))
      #expect(try RunFolder(opening: path + "/run").configuration == older)
      #expect {
        try RunFolder(training: path + "/run", configuration)
      } throws: { error in
        "\(error)".hasSuffix("it can be played but not trained")
      }
    }
  }

  @Test func `a folder with other things in it is left alone`() throws {
    try withTemporaryFolder { path in
      try Data("mine".utf8).write(to: URL(fileURLWithPath: path + "/thesis.txt"))
      #expect(throws: RunError.self) { try RunFolder(training: path, configuration) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["thesis.txt"])
    }
  }

  @Test func `a missing run and a damaged one are told in one line`() throws {
    try withTemporaryFolder { path in
      for contents in [nil, "", "{", "[]", "{\"format\":1}"] {
        if let contents {
          try Data(contents.utf8).write(to: URL(fileURLWithPath: path + "/run.json"))
        }
        #expect {
          try RunFolder(opening: path)
        } throws: { error in
          !"\(error)".contains("\n") && "\(error)".contains(path)
        }
      }
    }
  }

  @Test func `checkpoints are found by name and by number`() throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(training: path + "/run", configuration)
      #expect(throws: RunError.self) { try folder.checkpoint(named: "last") }
      for number in [0, 3, 12] {
        try Data().write(to: URL(fileURLWithPath: folder.checkpointPath(number)))
      }
      #expect(folder.checkpoints == [0, 3, 12])
      #expect(try folder.checkpoint(named: "first") == 0)
      #expect(try folder.checkpoint(named: "middle") == 3)
      #expect(try folder.checkpoint(named: "last") == 12)
      #expect(try folder.checkpoint(named: "3") == 3)
      #expect(throws: RunError.self) { try folder.checkpoint(named: "4") }
    }
  }

  @Test func `two trainers cannot hold one folder`() throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(training: path + "/run", configuration)
      let lock = try folder.lock()
      #expect(throws: RunError.busy(path: path + "/run")) { try folder.lock() }
      close(lock)
      close(try folder.lock())
    }
  }
}

/// Gives `body` a fresh folder and removes it afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let path = NSTemporaryDirectory() + "arena-test-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  try body(path)
}
