/// The checksum CRC-32C, a byte at a time: for records of a few dozen bytes.
///
/// Source: Castagnoli 1993; RFC 3720 appendix B.4 for test values.
public struct CRC32C: Sendable {
  private let table: [UInt32]

  public init() {
    table = (0..<256).map { byte in
      (0..<8).reduce(UInt32(byte)) { value, _ in
        value & 1 == 0 ? value >> 1 : value >> 1 ^ 0x82f6_3b78
      }
    }
  }

  public func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var value = ~UInt32(0)
    for byte in bytes { value = value >> 8 ^ table[Int((value ^ UInt32(byte)) & 255)] }
    return ~value
  }
}
