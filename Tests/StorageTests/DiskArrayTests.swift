import ArenaCore
import Foundation
import Glibc
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

  @Test func `a file that was there before is emptied, and its name is free again`() throws {
    try withFolder { folder in
      try Data(repeating: 7, count: 100).write(to: URL(fileURLWithPath: folder + "/x"))
      let array = try DiskArray<UInt8>(at: folder + "/x")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
      #expect(try array.withElements(0..<200) { $0.allSatisfy { $0 == 0 } })
      // A second one of the name is another one.
      let other = try DiskArray<UInt8>(at: folder + "/x")
      try other.write([1, 2, 3], at: 50)
      #expect(try array.withElements(50..<53, Array.init) == [0, 0, 0])
      #expect(try other.withElements(49..<54, Array.init) == [0, 1, 2, 3, 0])
    }
  }

  /// The open files of this process that lie in a folder, also those without a name.
  private func openFiles(in folder: String) throws -> [Int32] {
    let numbers = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return numbers.compactMap { Int32($0) }.filter { number in
      let target = try? FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/self/fd/\(number)")
      return target?.contains(folder) ?? false
    }
  }

  @Test func `the file is closed with the array, and no child program's`() throws {
    try withFolder { folder in
      let name = (folder as NSString).lastPathComponent
      do {
        let array = try DiskArray<Int>(at: folder + "/x")
        try withExtendedLifetime(array) {
          let files = try openFiles(in: name)
          #expect(files.count == 1 && files.allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 })
        }
      }
      #expect(try openFiles(in: name) == [])
    }
  }

  @Test func `what the system refuses is an error`() throws {
    try withFolder { folder in
      let array = try DiskArray<Int>(at: folder + "/x")
      // There is nothing before the beginning of a file.
      #expect(throws: StorageError.self) { try array.write(1, at: -1) }
      #expect(throws: StorageError.self) { try array.write([1, 2], at: -3) }
      #expect(throws: StorageError.self) { try array.withElements(-2..<0, Array.init) }
    }
  }

  @Test func `where no file can be is an error`() {
    #expect(throws: StorageError.self) { try DiskArray<Int>(at: "/proc/none/x") }
  }
}
