import Foundation
import Testing

/// A client in Python, written from the protocol's description alone.
@Suite struct PythonClientTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "PythonClient/arena_client.py").path

  private static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Runs a part of the client and returns what it printed.
  private func run(_ server: ArenaServer, _ words: String...) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    process.arguments = [Self.script, "\(server.port)"] + words
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    #expect(process.terminationStatus == 0, "\(words): \(text)")
    return text
  }

  @Test(.enabled(if: python != nil, "python3 is not installed"))
  func `it plays every game, goes on after a kill, analyses and acts in a task`() throws {
    try withEmptyFolder { folder in
      let arguments = ["--journal", "journal"]
      var server = try ArenaServer(arguments, in: folder)
      let played = try run(server, "play").split(separator: "\n")
      #expect(played.count > 8 && played.allSatisfy { $0.hasPrefix("played ") }, "\(played)")
      #expect(try run(server, "begin", folder + "/saved").hasPrefix("began "))
      server.kill()
      server = try ArenaServer(arguments, in: folder)
      #expect(try run(server, "resume", folder + "/saved").hasPrefix("resumed "))
      #expect(try run(server, "analyse").hasPrefix("analysed 1.000 "))
      #expect(try run(server, "task").hasPrefix("task "))
    }
  }
}
