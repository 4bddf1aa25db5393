import Foundation

/// Other programs, run as child processes over files: pipes would fill up.
public enum Peer {
  public static let gnuGo = "/usr/games/gnugo"
  public static let hasGNUGo = FileManager.default.isExecutableFile(atPath: gnuGo)

  /// Whether `python3` has a module.
  public static func hasPython(_ module: String) -> Bool {
    (try? run("python3", ["-c", "import \(module)"])) != nil
  }

  /// What the program writes in answer to `input`.
  ///
  /// - Throws: when it cannot be started or fails.
  public static func run(
    _ program: String, _ arguments: [String], input: String = ""
  ) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (question, answer) = (folder.appending(path: "in"), folder.appending(path: "out"))
    try Data(input.utf8).write(to: question)
    try Data().write(to: answer)

    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardInput = try FileHandle(forReadingFrom: question)
    process.standardOutput = try FileHandle(forWritingTo: answer)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CocoaError(.executableLoad, userInfo: ["program": program])
    }
    return try String(contentsOf: answer, encoding: .utf8)
  }
}
