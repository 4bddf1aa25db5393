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

  @Test func `what a crash leaves before run.json stands is the beginning of a run`() throws {
    try withTemporaryFolder { path in
      for count in 0...4 {
        let run = "\(path)/\(count)"
        try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: true)
        for name in ["lock", "run.json.partial"].prefix(count) {
          try Data().write(to: URL(fileURLWithPath: "\(run)/\(name)"))
        }
        for name in ["checkpoints", "games"].prefix(max(0, count - 2)) {
          try FileManager.default.createDirectory(
            atPath: "\(run)/\(name)", withIntermediateDirectories: true)
        }
        #expect(try RunFolder(training: run, configuration).configuration == configuration)
      }
    }
  }

  @Test func `parts of a run with contents are left alone`() throws {
    try withTemporaryFolder { path in
      for (index, name) in ["checkpoints/000001.safetensors", "metrics.jsonl"].enumerated() {
        let file = "\(path)/\(index)/\(name)"
        try FileManager.default.createDirectory(
          atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(fileURLWithPath: file))
        let error = #expect(throws: RunError.self) {
          try RunFolder(training: "\(path)/\(index)", configuration)
        }
        #expect(error?.description.contains("no run.json") == true)
        #expect(FileManager.default.contents(atPath: file) == Data("x".utf8))
      }
    }
  }

  @Test func `what cannot be created is told with the system's reason`() throws {
    try withTemporaryFolder { path in
      try Data().write(to: URL(fileURLWithPath: path + "/file"))
      let long = path + "/" + String(repeating: "x", count: 300)
      for (run, reason) in [
        (path + "/file/run", "Not a directory"), (long, "File name too long"),
        ("/proc/none/run", "No such file or directory"), ("", "it has no name"),
      ] {
        #expect {
          try RunFolder(training: run, configuration)
        } throws: { "\($0)".contains(reason) && !"\($0)".contains("\n") }
      }
    }
  }

  @Test func `while one process creates a run another is told so`() throws {
    try withTemporaryFolder { path in
      let run = path + "/run"
      try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: true)
      let file = open(run + "/lock", O_RDWR | O_CREAT, 0o644)
      #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
      #expect(throws: RunError.busy(path: run)) { try RunFolder(training: run, configuration) }
      close(file)
      _ = try RunFolder(training: run, configuration)
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
