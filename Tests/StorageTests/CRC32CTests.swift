import Storage
import Testing

@Suite struct CRC32CTests {
  @Test func `the checksum is CRC-32C`() {
    // RFC 3720, appendix B.4.
    #expect(CRC32C().checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(CRC32C().checksum((0..<32).map { UInt8($0) }) == 0x46dd_794e)
    #expect(CRC32C().checksum(Array("123456789".utf8)) == 0xe306_9283)
  }
}
