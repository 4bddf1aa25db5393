import Foundation
import NeuralCore
import Testing

@Suite struct MemoryTests {
  @Test(arguments: [0, 1, 100, 300_000, 5_000_000], [true, false])
  func `blocks are zero, writable and begin with a cache line`(_ count: Int, _ isOn: Bool) {
    HugePages.$areWanted.withValue(isOn) {
      let memory = AlignedMemory<Float>(count: count)
      #expect(memory.elements.count == count)
      #expect(memory.elements.allSatisfy { $0 == 0 })
      let large = count * 4 >= 1 << 20
      #expect(Int(bitPattern: memory.start) % (large ? 1 << 21 : 64) == 0)
      if let last = memory.elements.indices.last {
        memory.elements[last] = 7
        #expect(memory.elements[last] == 7)
      }
    }
  }

  @Test func `large blocks lie on huge pages where the system has them, and not when unwanted`()
    throws
  {
    func grows(_ isOn: Bool) throws -> Bool {
      try HugePages.$areWanted.withValue(isOn) {
        let before = try #require(HugePages.bytesInUse)
        let memory = AlignedMemory<UInt8>(count: 64 << 20)
        for index in stride(from: 0, to: memory.elements.count, by: 4096) {
          memory.elements[index] = 1
        }
        return try #require(HugePages.bytesInUse) - before >= 32 << 20
      }
    }
    #expect(try !grows(false))
    if ["madvise", "always"].contains(HugePages.setting) { #expect(try grows(true)) }
  }

  @Test func `cache sizes are read as the system writes them`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let caches = [
      ("1", "Data", "48K"), ("1", "Instruction", "64K"), ("2", "Unified", "2048K"),
      ("3", "Unified", "33M"),
    ]
    for (index, cache) in caches.enumerated() {
      let path = folder.appending(path: "index\(index)")
      try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
      for (name, text) in [("level", cache.0), ("type", cache.1), ("size", cache.2)] {
        try Data((text + "\n").utf8).write(to: path.appending(path: name))
      }
    }
    let found = Caches(folder: folder.path)
    #expect(found.level1 == 48 << 10)
    #expect(found.level2 == 2 << 20)
    #expect(found.level3 == 33 << 20)
    #expect(Caches(folder: "/nowhere") == Caches(folder: folder.path + "/none"))
    #expect((256 << 10...4 << 20).contains(Caches.target))
  }
}
