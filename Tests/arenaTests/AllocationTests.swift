import Foundation
import TestKit
import Testing

/// Heap allocations of the rules, counted by Valgrind where it is installed.
@Suite(.enabled(if: runsLongTests, "set ARENA_LONG_TESTS=1 to run it"))
struct AllocationTests {
  private static let valgrind = "/usr/bin/valgrind"

  /// The benchmark plays a hundred times as many games and steps in the longer run, and else does
  /// the same.
  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: valgrind), "valgrind is not installed"))
  func `moves, rollouts and steps allocate nothing`() throws {
    let counts = try ["0.001", "0.1"].map(Self.allocations(secondsEach:))
    print("heap allocations of the short and the long run: \(counts)")
    #expect(abs(counts[0] - counts[1]) < 200)
  }

  private static func allocations(secondsEach seconds: String) throws -> Int {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(filePath: valgrind)
    process.arguments = [Program.path, "bench", "environments", "--seconds", seconds]
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
