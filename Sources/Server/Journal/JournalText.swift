import Glibc
import Lobby
import Storage
import Wire

/// The text of a journal's files: a first line that says what it is, then one entry a line behind
/// its CRC-32C in eight hexadecimal digits.
struct JournalText {
  static let journalHeader = Array("arena-journal 1\n".utf8)
  static let snapshotHeader = Array("arena-snapshot 1\n".utf8)
  private static let checksums = CRC32C()

  /// Where the lines come from, for messages.
  let path: String
  let bytes: [UInt8]
  private let header: [UInt8]

  /// - Throws: `ServerError` for bytes with another first line.
  init(_ bytes: [UInt8], header: [UInt8], path: String) throws(ServerError) {
    guard bytes.starts(with: header) else { throw ServerError("\(path) is no journal") }
    self.bytes = bytes
    self.header = header
    self.path = path
  }

  /// Where in a file an entry stands.
  struct Place: CustomStringConvertible {
    let line: Int
    let byte: Int
    var description: String { "line \(line), byte \(byte)" }
  }

  /// What keeps a line from being read.
  enum Damage {
    case checksum
    /// A version to come may know it.
    case unknown(String)
  }

  /// Reads all whole lines.
  ///
  /// - Parameters:
  ///   - damaged: is told of a line that cannot be read, and ends the reading.
  ///   - entry: receives each entry with its place.
  /// - Returns: where the last line ends that was read.
  func read<Failure: Error>(
    damaged: (Damage, Place) throws(Failure) -> Void,
    entry body: (JournalEntry, Place) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    var start = header.count
    var line = 2
    while let end = endOfLine(from: start) {
      let place = Place(line: line, byte: start)
      guard let text = text(start..<end) else {
        try damaged(.checksum, place)
        return start
      }
      guard let entry = JournalEntry(bytes: text) else {
        try damaged(.unknown(String(decoding: text, as: UTF8.self)), place)
        return start
      }
      try body(entry, place)
      start = end + 1
      line += 1
    }
    return start
  }

  private func endOfLine(from start: Int) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard start < buffer.count, let base = buffer.baseAddress else { return nil }
      guard let found = memchr(base + start, 10, buffer.count - start) else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// What a line says; nil when its checksum is another.
  private func text(_ line: Range<Int>) -> ArraySlice<UInt8>? {
    guard line.count > 9, bytes[line.lowerBound + 8] == UInt8(ascii: " ") else { return nil }
    var checksum: UInt32 = 0
    for byte in bytes[line].prefix(8) {
      switch byte {
      case 48...57: checksum = checksum << 4 | UInt32(byte - 48)
      case 97...102: checksum = checksum << 4 | UInt32(byte - 87)
      case 65...70: checksum = checksum << 4 | UInt32(byte - 55)
      default: return nil
      }
    }
    let text = line.lowerBound + 9..<line.upperBound
    guard Self.checksums.checksum(bytes.span.extracting(text)) == checksum else { return nil }
    return bytes[text]
  }

  /// Appends an entry as a line.
  static func write(_ entry: JournalEntry, to text: inout TextBuffer) {
    let start = text.count
    text.write(literal: "00000000 ")
    entry.write(to: &text)
    let checksum = checksums.checksum(text.bytes.span.extracting((start + 9)..<text.count))
    text.overwrite(hexadecimal: checksum, at: start)
    text.write(byte: UInt8(ascii: "\n"))
  }
}
