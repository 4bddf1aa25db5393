import Glibc

/// Where a connection comes from, as far as limits count it: an IPv4 address, or the /64 network of
/// an IPv6 address, which one subscriber has whole.
public struct ClientAddress: Sendable, Hashable, LosslessStringConvertible {
  /// An IPv4 address, below 2^32, or the upper half of one of IPv6, where nobody is that low.
  private let number: UInt64

  /// - Parameter number: an IPv4 address; 127.0.0.1 is 0x7f000001.
  public init(ipv4 number: UInt32) { self.number = UInt64(number) }

  /// - Parameter bytes: an IPv6 address, `[16]`; one that stands for an IPv4 address is that.
  public init(ipv6 bytes: [UInt8]) {
    func number(_ part: Range<Int>) -> UInt64 { bytes[part].reduce(0) { $0 << 8 | UInt64($1) } }
    let (upper, lower) = (number(0..<8), number(8..<16))
    if upper == 0, lower >> 32 == 0xffff {
      self.number = lower & 0xffff_ffff
    } else {
      self.number = upper == 0 && lower == 1 ? 0x7f00_0001 : upper
    }
  }

  /// Reads a numeric address; of IPv6 also with the `/64` of `description`.
  public init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    let isNetwork = text.hasSuffix("/64")
    if inet_pton(AF_INET, text, &four) == 1 {
      self.init(ipv4: UInt32(bigEndian: four.s_addr))
    } else if inet_pton(AF_INET6, isNetwork ? String(text.dropLast(3)) : text, &six) == 1 {
      self.init(ipv6: withUnsafeBytes(of: six) { Array($0) })
    } else {
      return nil
    }
  }

  /// `192.0.2.1` or `2001:db8:0:1::/64`.
  public var description: String {
    func parts(_ width: UInt64, radix: Int) -> [String] {
      (0..<4).map { String(number >> (width * UInt64(3 - $0)) & (1 << width - 1), radix: radix) }
    }
    return number >> 32 == 0
      ? parts(8, radix: 10).joined(separator: ".")
      : parts(16, radix: 16).joined(separator: ":") + "::/64"
  }
}
