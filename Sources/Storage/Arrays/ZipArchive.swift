import Foundation

/// The framing of a zip file whose members are stored as they are: what goes before, between and
/// behind the bytes of each.
///
/// Source: PKWARE, APPNOTE.TXT; members of unknown size end with a data descriptor (4.3.9).
struct ZipArchive {
  /// Sizes and places are 32 bits; the directory needs some room too.
  static let largest = Int(UInt32.max) - (1 << 20)

  private struct Member {
    let name: String
    let offset: Int
    var size = 0
    var checksum = CRC32()
  }

  private var members: [Member] = []
  /// Bytes so far.
  private var position = 0

  /// The header of a new member.
  mutating func begin(_ name: String) -> Data {
    members.append(Member(name: name, offset: position))
    var bytes = Bytes()
    bytes.add32(0x0403_4b50)
    // Version 2.0; sizes and checksum follow the data; stored.
    for value in [20, 8, 0] { bytes.add16(value) }
    bytes.add32(Self.noTime)
    for _ in 0..<3 { bytes.add32(0) }
    bytes.add16(name.utf8.count)
    bytes.add16(0)
    bytes.data.append(contentsOf: name.utf8)
    position += bytes.data.count
    return bytes.data
  }

  /// Notes bytes of the member begun last.
  mutating func add(_ data: Data) {
    guard !members.isEmpty else { return }
    members[members.count - 1].size += data.count
    members[members.count - 1].checksum.add(data)
    position += data.count
  }

  /// What follows the bytes of the member begun last.
  mutating func end() -> Data {
    guard let member = members.last else { return Data() }
    var bytes = Bytes()
    bytes.add32(0x0807_4b50)
    bytes.add32(Int(member.checksum.value))
    bytes.add32(member.size)
    bytes.add32(member.size)
    position += bytes.data.count
    return bytes.data
  }

  /// The directory, which ends the file.
  func directory() -> Data {
    var bytes = Bytes()
    for member in members {
      bytes.add32(0x0201_4b50)
      for value in [20, 20, 8, 0] { bytes.add16(value) }
      bytes.add32(Self.noTime)
      bytes.add32(Int(member.checksum.value))
      bytes.add32(member.size)
      bytes.add32(member.size)
      bytes.add16(member.name.utf8.count)
      // No further fields, no comment, the first disk, no attributes.
      for _ in 0..<4 { bytes.add16(0) }
      bytes.add32(0)
      bytes.add32(member.offset)
      bytes.data.append(contentsOf: member.name.utf8)
    }
    let size = bytes.data.count
    bytes.add32(0x0605_4b50)
    for value in [0, 0, members.count, members.count] { bytes.add16(value) }
    bytes.add32(size)
    bytes.add32(position)
    bytes.add16(0)
    return bytes.data
  }

  /// The first of January 1980, the earliest there is: the same data make the same file.
  private static let noTime = 0x0021_0000

  private struct Bytes {
    var data = Data()
    mutating func add16(_ value: Int) {
      withUnsafeBytes(of: UInt16(value).littleEndian) { data.append(contentsOf: $0) }
    }
    mutating func add32(_ value: Int) {
      withUnsafeBytes(of: UInt32(value).littleEndian) { data.append(contentsOf: $0) }
    }
  }
}

/// The checksum of zip files.
///
/// Source: ISO 3309; PNG specification, annex D.
struct CRC32: Sendable {
  private static let table: [UInt32] = (UInt32(0)..<256).map { byte in
    (0..<8).reduce(byte) { value, _ in value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xedb8_8320 }
  }

  private var state = ~UInt32(0)

  var value: UInt32 { ~state }

  mutating func add(_ data: Data) {
    var state = state
    data.withUnsafeBytes { bytes in
      Self.table.withUnsafeBufferPointer { table in
        for byte in bytes { state = state >> 8 ^ table[Int((state ^ UInt32(byte)) & 255)] }
      }
    }
    self.state = state
  }
}

/// The header of a `.npy` file, version 1.0.
///
/// Source: numpy.lib.format.
enum NPY {
  static func header(_ type: String, shape: [Int]) -> Data {
    let sizes = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
    // Magic, version, length and text together are a multiple of 64 long.
    let rest = (10 + text.utf8.count + 1) % 64
    text += String(repeating: " ", count: rest == 0 ? 0 : 64 - rest) + "\n"
    var data = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0])
    withUnsafeBytes(of: UInt16(text.utf8.count).littleEndian) { data.append(contentsOf: $0) }
    return data + Data(text.utf8)
  }
}
