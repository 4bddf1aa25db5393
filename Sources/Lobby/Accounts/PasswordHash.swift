import ArenaCore

/// Passwords as they are stored: a salt and a slow hash, never the password.
///
/// PBKDF2 with HMAC-SHA-256 (RFC 8018) and 600,000 rounds, as OWASP's Password Storage Cheat Sheet
/// of 2023 advises: it takes a good part of a second, so it belongs on a thread of its own. It keeps a
/// stolen journal from giving passwords away; the wire itself is not encrypted.
enum PasswordHash {
  /// What hashes without a number of rounds were made with.
  private static let formerRounds = 2000
  /// More than anybody sensible asks for: a journal must not hold up a server for hours.
  private static let mostRounds = 100_000_000

  /// `ROUNDS:SALT:HASH`, salt and hash in hexadecimal.
  static func make(_ password: String, rounds: Int) -> String {
    let salt = hexadecimal((0..<16).map { _ in UInt8.random(in: 0...255) })
    return "\(rounds):\(salt):\(derived(password, salt, rounds))"
  }

  /// Whether `stored` was made from `password`.
  static func matches(_ password: String, _ stored: String) -> Bool {
    let parts = stored.split(separator: ":")
    guard (2...3).contains(parts.count), let hash = parts.last else { return false }
    guard let rounds = parts.count == 2 ? formerRounds : Int(parts[0]),
      (1...mostRounds).contains(rounds)
    else { return false }
    return isEqual(derived(password, String(parts[parts.count - 2]), rounds), String(hash))
  }

  /// Whether two texts are the same. Every byte is compared, so that the time taken says nothing.
  static func isEqual(_ expected: String, _ given: String) -> Bool {
    guard expected.utf8.count == given.utf8.count else { return false }
    return zip(expected.utf8, given.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Whether `stored` is cheaper to guess than hashes of `rounds`.
  static func isWeaker(_ stored: String, than rounds: Int) -> Bool {
    let parts = stored.split(separator: ":")
    return parts.count < 3 || (Int(parts[0]) ?? 0) < rounds
  }

  private static func derived(_ password: String, _ salt: String, _ rounds: Int) -> String {
    let key = SHA256.Keyed(Array(password.utf8))
    var block = key.authenticate(Array(salt.utf8) + [0, 0, 0, 1])
    var sum = block
    for _ in 1..<max(1, rounds) {
      block = key.authenticate(digest: block)
      for index in 0..<8 { sum[index] ^= block[index] }
    }
    return hexadecimal(SHA256.bytes(sum))
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { Text.hexadecimal($0) }.joined()
  }
}
