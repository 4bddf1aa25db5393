import ArenaCore

/// Passwords as they are stored: a salt and a slow hash, never the password.
///
/// PBKDF2 with HMAC-SHA-256 (RFC 8018), 2,000 rounds: what an event loop can spare. It keeps a
/// stolen journal from giving passwords away at once; the wire itself is not encrypted.
enum PasswordHash {
  private static let rounds = 2000

  /// `SALT:HASH` in hexadecimal.
  static func make(_ password: String, using random: inout RandomSource) -> String {
    let salt = (0..<16).map { _ in
      Text.hexadecimal(UInt8(truncatingIfNeeded: random.next()))
    }.joined()
    return "\(salt):\(derived(password, salt))"
  }

  /// Whether `stored` was made from `password`.
  static func matches(_ password: String, _ stored: String) -> Bool {
    let parts = stored.split(separator: ":")
    guard parts.count == 2 else { return false }
    let expected = Array(derived(password, String(parts[0])).utf8)
    let given = Array(parts[1].utf8)
    guard expected.count == given.count else { return false }
    // Every byte is compared, so that the time taken says nothing.
    return zip(expected, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func derived(_ password: String, _ salt: String) -> String {
    let key = SHA256.Keyed(Array(password.utf8))
    var block = key.authenticate(Array(salt.utf8) + [0, 0, 0, 1])
    var sum = block
    for _ in 1..<rounds {
      block = key.authenticate(block)
      for index in sum.indices { sum[index] ^= block[index] }
    }
    return sum.map { Text.hexadecimal($0) }.joined()
  }
}
