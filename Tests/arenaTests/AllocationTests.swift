import Foundation
import TestKit
import Testing

/// Heap allocations of the rules, counted by Valgrind where it is installed. The program is stripped
/// for it: Valgrind 3.19 gives up over the debug information that this compiler writes.
@Suite(.enabled(if: runsLongTests, "set ARENA_LONG_TESTS=1 to run it"))
struct AllocationTests {
  private static let valgrind = "/usr/bin/valgrind"

  /// The benchmark plays a hundred times as many games and steps in the longer run, and else does
  /// the same.
  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: valgrind), "valgrind is not installed"))
  func `moves, rollouts and steps allocate nothing`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let stripped = folder.appending(path: "arena").path
    _ = try Peer.run("llvm-objcopy", ["--strip-debug", Program.path, stripped])

    let counts = try ["0.001", "0.1"].map { try Self.allocations(of: stripped, secondsEach: $0) }
    print("heap allocations of the short and the long run: \(counts)")
    #expect(abs(counts[0] - counts[1]) < 200)
  }

  private static func allocations(
    of program: String, secondsEach seconds: String
  ) throws -> Int {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(filePath: valgrind)
    process.arguments = [program, "bench", "environments", "--seconds", seconds]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    // "total heap usage: 12,345 allocs, ..."
    let words = text.split(whereSeparator: \.isWhitespace)
    let word = try #require(words.firstIndex(of: "allocs,").map { words[$0 - 1] }, "\(text)")
    return try #require(Int(word.replacing(",", with: "")))
  }
}
