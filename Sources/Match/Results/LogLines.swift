import Storage

/// The whole lines of a file that grows, a piece at a time; what follows the last end of a line is
/// left out.
struct LogLines {
  /// Some lines that follow each other in the file.
  struct Piece: Sendable {
    private let bytes: [UInt8]
    /// Where it begins in the file, and where its last line ends.
    let start: Int
    let end: Int
    /// Within the piece, without their ends; empty lines are left out.
    private let lines: [Range<Int>]

    fileprivate init(_ bytes: [UInt8], start: Int, end: Int, _ lines: [Range<Int>]) {
      self.bytes = bytes
      self.start = start
      self.end = end
      self.lines = lines
    }

    var count: Int { lines.count }
    func text(_ line: Int) -> String { String(decoding: bytes[lines[line]], as: UTF8.self) }
    /// Where a line lies in the file, its end included.
    func range(_ line: Int) -> Range<Int> {
      start + lines[line].lowerBound..<start + lines[line].upperBound + 1
    }
  }

  private static let pieceSize = 1 << 20
  private let file: Int32
  private let path: String
  private var start = 0
  /// What the file holds from `start` on, as far as it was read.
  private var bytes: [UInt8] = []

  /// - Parameter file: a descriptor to read from, which stays the caller's.
  init(_ file: Int32, _ path: String) {
    self.file = file
    self.path = path
  }

  /// The next piece; nil at the end.
  mutating func next() throws(StorageError) -> Piece? {
    while true {
      var searched = bytes.count
      let place = start + searched
      let more = try Self.bytes(place..<place + Self.pieceSize, of: file, path)
      guard !more.isEmpty else { return nil }
      bytes += more
      var lines: [Range<Int>] = []
      var begin = 0
      while let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        if end > begin { lines.append(begin..<end) }
        begin = end + 1
        searched = begin
      }
      guard begin > 0 else { continue }
      let piece = Piece(bytes, start: start, end: start + begin, lines)
      bytes.removeFirst(begin)
      start += begin
      return piece
    }
  }

  /// The bytes of a range of a file, as far as there are any.
  static func bytes(
    _ range: Range<Int>, of file: Int32, _ path: String
  ) throws(StorageError) -> [UInt8] {
    var isRead = true
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      let count = Descriptor.read(
        UnsafeMutableRawBufferPointer(buffer), from: file, at: range.lowerBound)
      isRead = count != nil
      filled = count ?? 0
    }
    guard isRead else { throw StorageError("cannot read", path) }
    return bytes
  }
}
