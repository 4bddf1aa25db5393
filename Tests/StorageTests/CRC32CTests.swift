import Storage
import Testing

@Suite struct CRC32CTests {
  @Test func `the checksum is CRC-32C`() {
    // RFC 3720, appendix B.4.
    #expect(CRC32C().checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(CRC32C().checksum((0..<32).map { UInt8($0) }) == 0x46dd_794e)
    #expect(CRC32C().checksum(Array("123456789".utf8)) == 0xe306_9283)
  }

  @Test func `eight bytes at a time come out as one bit at a time`() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 73 ^ $0 >> 1) }
    for length in 0...200 {
      var value = ~UInt32(0)
      for byte in bytes.prefix(length) {
        value ^= UInt32(byte)
        for _ in 0..<8 { value = value & 1 == 0 ? value >> 1 : value >> 1 ^ 0x82f6_3b78 }
      }
      #expect(CRC32C().checksum(bytes.prefix(length)) == ~value, "\(length) bytes")
      #expect(CRC32C().checksum(bytes.prefix(length).lazy.map { $0 }) == ~value)
    }
  }
}
