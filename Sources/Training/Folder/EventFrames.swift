import Storage

/// The frames of an event file that is already there: which are whole, which damaged.
///
/// A frame is the length of its message in 8 bytes, their masked CRC-32C, the message and its masked
/// CRC-32C, numbers little-endian.
///
/// Source: TensorFlow's tfrecord format.
struct EventFrames {
  private static let checksums = CRC32C()
  private static let headSize = 12
  private static let tailSize = 4

  /// The places of whole frames and what they hold, in their order.
  private(set) var frames: [(place: Range<Int>, message: ArraySlice<UInt8>)] = []
  /// The places of damaged bytes between and behind them.
  private(set) var damage: [Range<Int>] = []

  /// Looks for the next whole frame wherever one is damaged. A last one that is cut off is no damage:
  /// a crash leaves it.
  init(of bytes: [UInt8]) {
    var start = 0
    var lost = 0  // where the damage before `start` begins
    func setAside(until end: Int, in damage: inout [Range<Int>]) {
      if lost < end { damage.append(lost..<end) }
    }
    while start < bytes.count {
      if let frame = Self.frame(at: start, in: bytes) {
        setAside(until: start, in: &damage)
        frames.append((start..<frame.upperBound + Self.tailSize, bytes[frame]))
        start = frame.upperBound + Self.tailSize
        lost = start
      } else if lost == start, Self.isCutOff(at: start, in: bytes) {
        return
      } else {
        start += 1
      }
    }
    setAside(until: bytes.count, in: &damage)
  }

  /// A message as a frame.
  static func frame(_ message: [UInt8]) -> [UInt8] {
    let length = UInt64(message.count).littleEndianBytes
    return length + masked(checksums.checksum(length)).littleEndianBytes + message
      + masked(checksums.checksum(message)).littleEndianBytes
  }

  /// The place of the message whose whole frame begins at `start`.
  private static func frame(at start: Int, in bytes: [UInt8]) -> Range<Int>? {
    guard let body = body(at: start, in: bytes), body.upperBound + tailSize <= bytes.count,
      UInt32(littleEndianBytes: bytes[body.upperBound..<body.upperBound + tailSize])
        == masked(checksums.checksum(bytes[body]))
    else { return nil }
    return body
  }

  /// Whether a frame whose head is whole, or not even that, ends behind the last byte.
  private static func isCutOff(at start: Int, in bytes: [UInt8]) -> Bool {
    guard start + headSize <= bytes.count else { return true }
    guard let body = body(at: start, in: bytes) else { return false }
    return body.upperBound + tailSize > bytes.count
  }

  /// Where the message of the head at `start` lies; nil where there is no such head.
  private static func body(at start: Int, in bytes: [UInt8]) -> Range<Int>? {
    let body = start + headSize
    guard body <= bytes.count, let length = UInt64(littleEndianBytes: bytes[start..<start + 8]),
      length <= 1 << 24,
      UInt32(littleEndianBytes: bytes[start + 8..<body])
        == masked(checksums.checksum(bytes[start..<start + 8]))
    else { return nil }
    return body..<body + Int(length)
  }

  private static func masked(_ checksum: UInt32) -> UInt32 {
    (checksum >> 15 | checksum << 17) &+ 0xa282_ead8
  }
}

extension FixedWidthInteger {
  fileprivate var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { [UInt8]($0) } }

  /// Nil unless there are as many bytes as the number has.
  fileprivate init?(littleEndianBytes bytes: ArraySlice<UInt8>) {
    guard bytes.count == Self.bitWidth / 8 else { return nil }
    self = bytes.reversed().reduce(0) { $0 << 8 | Self($1) }
  }
}
