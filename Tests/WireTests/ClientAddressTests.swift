import Testing

@testable import Wire

@Suite struct ClientAddressTests {
  @Test(arguments: [
    ("127.0.0.1", "127.0.0.1"), ("192.0.2.255", "192.0.2.255"), ("::1", "127.0.0.1"),
    ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
    ("2001:db8:0:1::/64", "2001:db8:0:1::/64"),
  ])
  func `an address is read and printed`(_ text: String, _ printed: String) {
    #expect(ClientAddress(text)?.description == printed)
    #expect(ClientAddress(printed) == ClientAddress(text))
  }

  @Test(arguments: ["", "here", "1.2.3", "1.2.3.256", "1.2.3.4/64", "2001:db8::1::2", "/64"])
  func `what is no address is none`(_ text: String) { #expect(ClientAddress(text) == nil) }

  @Test func `one network of IPv6 is one address, and other networks are others`() {
    #expect(ClientAddress("2001:db8:0:1::5") == ClientAddress("2001:db8:0:1:ffff::9"))
    #expect(ClientAddress("2001:db8:0:2::5") != ClientAddress("2001:db8:0:1::5"))
    #expect(ClientAddress("192.0.2.1") != ClientAddress("192.0.2.2"))
  }
}
