import Foundation
import TestKit
import Testing

@testable import Storage

/// Arrays for Python.
@Suite struct ArrayFileTests {
  private static let numbers = (0..<600).map { Float($0) / 7 }

  private var columns: [ArrayFile.Column] {
    [
      ArrayFile.Column("numbers", .float32, shape: [200, 3], pieces: 4) { index in
        Self.numbers[150 * index..<150 * (index + 1)].withUnsafeBytes { Data($0) }
      },
      ArrayFile.Column("flags", .bool, shape: [5], pieces: 1) { _ in Data([1, 0, 0, 1, 1]) },
      ArrayFile.Column("none", .int32, shape: [0, 2], pieces: 0) { _ in Data() },
    ]
  }

  private func written(_ format: ArrayFile.Format) throws -> Data {
    let path = NSTemporaryDirectory() + "arena-arrays-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ArrayFile(columns).write(to: path, as: format)
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  @Test func `CRC-32 is that of zip`() {
    var checksum = CRC32()
    checksum.add(Data("1234".utf8))
    checksum.add(Data("56789".utf8))
    #expect(checksum.value == 0xcbf4_3926)
  }

  @Test func `the header of an array is a multiple of 64 long`() {
    for (shape, text) in [([200, 3], "(200, 3)"), ([5], "(5,)"), ([], "()")] {
      let header = NPY.header("<f4", shape: shape)
      #expect(header.count % 64 == 0 && header.last == UInt8(ascii: "\n"))
      #expect(header.starts(with: [0x93] + Array("NUMPY".utf8) + [1, 0]))
      #expect(Int(header[8]) + 256 * Int(header[9]) == header.count - 10)
      #expect(String(decoding: header.dropFirst(10), as: UTF8.self).contains("'shape': \(text)"))
    }
  }

  @Test func `an npz file says where its members are`() throws {
    let file = try written(.npz)
    // The end of the directory: how many members, how long it is and where it begins.
    let end = Array(file.suffix(22))
    #expect(end.starts(with: [0x50, 0x4b, 5, 6]))
    func word(_ bytes: some Collection<UInt8>) -> Int {
      bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    #expect(word(end[8..<10]) == 3)
    let start = word(end[16..<20])
    #expect(start + word(end[12..<16]) + 22 == file.count)
    #expect(Array(file[start..<start + 4]) == [0x50, 0x4b, 1, 2])
  }

  @Test(arguments: ArrayFile.Format.allCases)
  func `progress goes up to all bytes of the arrays`(format: ArrayFile.Format) throws {
    let path = NSTemporaryDirectory() + "arena-arrays-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var reports: [(done: Int, total: Int)] = []
    try ArrayFile(columns).write(to: path, as: format) { reports.append(($0, $1)) }
    // Pieces of 150 numbers, and five flags.
    let steps = [600, 600, 600, 600, 5]
    #expect(reports.count == 5 && reports.allSatisfy { $0.total == 2405 })
    #expect(reports.map(\.done) == steps.indices.map { steps[...$0].reduce(0, +) })
  }

  @Test func `an array that comes out too short is an error, and no file`() throws {
    let path = NSTemporaryDirectory() + "arena-arrays-\(UUID().uuidString)"
    let short = ArrayFile([
      ArrayFile.Column("a", .int32, shape: [2], pieces: 1) { _ in Data(count: 7) }
    ])
    for format in ArrayFile.Format.allCases {
      #expect(throws: StorageError.self) { try short.write(to: path, as: format) }
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test(.enabled(if: Peer.hasPython("numpy"), "NumPy is not installed"))
  func `NumPy reads what was written`() throws {
    let path = NSTemporaryDirectory() + "arena-arrays-\(UUID().uuidString).npz"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ArrayFile(columns).write(to: path, as: .npz)
    let answer = try Peer.run(
      "python3",
      [
        "-c",
        """
        import numpy, zipfile
        assert zipfile.ZipFile('\(path)').testzip() is None
        file = numpy.load('\(path)')
        print(file['numbers'].shape, file['numbers'].dtype, float(file['numbers'][199, 2]))
        print(file['flags'].tolist(), file['none'].shape)
        """,
      ])
    #expect(answer.hasPrefix("(200, 3) float32 \(Double(Self.numbers[599]))\n"))
    #expect(answer.hasSuffix("[True, False, False, True, True] (0, 2)\n"))
  }
}
