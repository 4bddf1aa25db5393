import ArenaCore
import Foundation
import Storage
import Testing

/// Elements that lie on disk instead of in memory.
@Suite struct DiskArrayTests {
  private struct Pair: BitwiseCopyable, Equatable {
    var a: UInt64
    var b: Int32
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "arena-disk-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func `elements are what was last written, and zero where nothing was`() throws {
    try withFolder { folder in
      let array = try DiskArray<Pair>(at: folder + "/x")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
      var model: [Int: Pair] = [:]
      var random = RandomSource(seed: 4)
      for _ in 0..<2000 {
        let index = random.below(300)
        let pair = Pair(a: random.next(), b: Int32(index))
        try array.write(pair, at: index)
        model[index] = pair
      }
      // Past the end too.
      let read = try array.withElements(10..<400, Array.init)
      #expect(read == (10..<400).map { model[$0] ?? Pair(a: 0, b: 0) })
    }
  }

  @Test func `many threads write at once`() throws {
    try withFolder { folder in
      let array = try DiskArray<Int>(at: folder + "/x")
      Parallel.run(5000, threads: 4) { try? array.write($0 + 1, at: $0) }
      #expect(try array.withElements(0..<5000) { $0.reduce(0, +) } == 5000 * 5001 / 2)
    }
  }

  @Test func `where no file can be is an error`() {
    #expect(throws: StorageError.self) { try DiskArray<Int>(at: "/proc/none/x") }
  }
}
