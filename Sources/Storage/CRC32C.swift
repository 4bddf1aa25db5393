/// The checksum CRC-32C, eight bytes at a time.
///
/// Source: Castagnoli 1993; RFC 3720 appendix B.4 for test values; Kounavis and Berry 2005 for
/// slicing by eight.
public struct CRC32C: Sendable {
  /// `[8, 256]`: what a byte does to the checksum with so many bytes behind it.
  private let table: [UInt32]

  public init() {
    var table: [UInt32] = []
    for byte in UInt32(0)..<256 {
      var value = byte
      for _ in 0..<8 { value = value & 1 == 0 ? value >> 1 : value >> 1 ^ 0x82f6_3b78 }
      table.append(value)
    }
    for index in 256..<2048 {
      let before = table[index - 256]
      table.append(before >> 8 ^ table[Int(before & 255)])
    }
    self.table = table
  }

  public func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let whole = bytes.withContiguousStorageIfAvailable { checksum($0.span) }
    if let whole { return whole }
    var value = ~UInt32(0)
    for byte in bytes { value = step(value, byte) }
    return ~value
  }

  public func checksum(_ bytes: Span<UInt8>) -> UInt32 {
    var value = ~UInt32(0)
    var index = 0
    let table = table.span
    while index + 8 <= bytes.count {
      let low = value ^ Self.word(bytes, index)
      let high = Self.word(bytes, index + 4)
      // One statement each: together they are too much for the compiler.
      value = table[1792 + Int(low & 255)] ^ table[1536 + Int(low >> 8 & 255)]
      value ^= table[1280 + Int(low >> 16 & 255)] ^ table[1024 + Int(low >> 24)]
      value ^= table[768 + Int(high & 255)] ^ table[512 + Int(high >> 8 & 255)]
      value ^= table[256 + Int(high >> 16 & 255)] ^ table[Int(high >> 24)]
      index += 8
    }
    while index < bytes.count {
      value = step(value, bytes[index])
      index += 1
    }
    return ~value
  }

  /// Four bytes, the lowest first.
  private static func word(_ bytes: Span<UInt8>, _ start: Int) -> UInt32 {
    var word: UInt32 = 0
    for index in 0..<4 { word |= UInt32(bytes[start + index]) << UInt32(8 * index) }
    return word
  }

  private func step(_ value: UInt32, _ byte: UInt8) -> UInt32 {
    value >> 8 ^ table[Int((value ^ UInt32(byte)) & 255)]
  }
}
