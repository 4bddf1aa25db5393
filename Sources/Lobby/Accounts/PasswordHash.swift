import ArenaCore

/// Passwords as they are stored: a salt and a slow hash, never the password.
///
/// PBKDF2 with HMAC-SHA-512 (RFC 8018) and 210,000 rounds, as OWASP's Password Storage Cheat Sheet
/// advises: it takes a good part of a second, so it belongs on a thread of its own. It keeps a stolen
/// journal from giving passwords away; the wire itself is not encrypted.
enum PasswordHash {
  /// How a hash was made.
  private struct Form {
    /// Of the hash function: SHA-256 is what older journals hold.
    var isSHA512: Bool
    var rounds: Int
    var salt: String
    var hash: String
  }

  /// What hashes without a number of rounds were made with.
  private static let formerRounds = 2000
  /// More than anybody sensible asks for: a journal must not hold up a server for hours.
  private static let mostRounds = 100_000_000
  private static let marker = "sha512"

  /// `sha512:ROUNDS:SALT:HASH`, salt and hash in hexadecimal.
  static func make(_ password: String, rounds: Int) -> String {
    let salt = hexadecimal((0..<16).map { _ in UInt8.random(in: 0...255) })
    let hash = derived(password, Form(isSHA512: true, rounds: rounds, salt: salt, hash: ""))
    return "\(marker):\(rounds):\(salt):\(hash)"
  }

  /// Whether `stored` was made from `password`.
  static func matches(_ password: String, _ stored: String) -> Bool {
    guard let form = form(of: stored) else { return false }
    return isEqual(derived(password, form), form.hash)
  }

  /// Whether two texts are the same. Every byte is compared, so that the time taken says nothing.
  static func isEqual(_ expected: String, _ given: some StringProtocol) -> Bool {
    guard expected.utf8.count == given.utf8.count else { return false }
    return zip(expected.utf8, given.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Whether `stored` is cheaper to guess than hashes of `rounds`.
  static func isWeaker(_ stored: String, than rounds: Int) -> Bool {
    guard let form = form(of: stored) else { return true }
    return !form.isSHA512 || form.rounds < rounds
  }

  /// Reads `sha512:ROUNDS:SALT:HASH`, and of older journals `ROUNDS:SALT:HASH` and `SALT:HASH`.
  private static func form(of stored: String) -> Form? {
    var parts = stored.split(separator: ":").map(String.init)
    let isSHA512 = parts.first == marker
    if isSHA512 { parts.removeFirst() }
    guard parts.count == 3 || parts.count == 2 && !isSHA512 else { return nil }
    guard let rounds = parts.count == 2 ? formerRounds : Int(parts[0]),
      (1...mostRounds).contains(rounds)
    else { return nil }
    return Form(
      isSHA512: isSHA512, rounds: rounds, salt: parts[parts.count - 2],
      hash: parts[parts.count - 1])
  }

  private static func derived(_ password: String, _ form: Form) -> String {
    let (key, salt) = (Array(password.utf8), Array(form.salt.utf8) + [0, 0, 0, 1])
    return hexadecimal(
      form.isSHA512
        ? derived(SHA512.Keyed(key), salt, form.rounds)
        : derived(SHA256.Keyed(key), salt, form.rounds))
  }

  private static func derived<Word>(
    _ key: SHA2<Word>.Keyed, _ salt: [UInt8], _ rounds: Int
  ) -> [UInt8] {
    var block = key.authenticate(salt)
    var sum = block
    for _ in 1..<max(1, rounds) {
      block = key.authenticate(digest: block)
      for index in 0..<8 { sum[index] ^= block[index] }
    }
    return SHA2<Word>.bytes(sum)
  }

  /// What a random word is stored as: nobody guesses it, so one hash is enough.
  static func ofToken(_ token: String) -> String { hexadecimal(SHA256.hash(Array(token.utf8))) }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { Text.hexadecimal($0) }.joined()
  }
}
