/// The hash function SHA-256 and its keyed form, for passwords: fast where one block follows another
/// a million times.
///
/// Source: FIPS 180-4; HMAC by RFC 2104.
struct SHA256 {
  /// Eight words: a state, or a hash.
  typealias Words = [8 of UInt32]
  /// The sixteen words of a block.
  typealias Block = [16 of UInt32]

  private var state: Words = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]

  /// The 32 bytes of the hash.
  static func hash(_ message: [UInt8]) -> [UInt8] {
    bytes(SHA256().finished(with: message, after: 0))
  }

  /// The bytes of a hash.
  static func bytes(_ words: Words) -> [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 4] >> UInt32(24 - $0 % 4 * 8)) }
  }

  /// The hash of what came before, `length` bytes in whole blocks, and of `message`.
  private func finished(with message: [UInt8], after length: Int) -> Words {
    var hasher = self
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    let bits = UInt64(length + message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      padded.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    for start in stride(from: 0, to: padded.count, by: 64) {
      hasher.compress(Self.block(padded[start..<start + 64]))
    }
    return hasher.state
  }

  private static func block(_ bytes: ArraySlice<UInt8>) -> Block {
    Block { word in
      let start = bytes.startIndex + 4 * word
      return bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  @inline(__always)
  private static func rotated(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }

  private mutating func compress(_ block: Block) {
    var schedule = block
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
      // The schedule is a ring of sixteen words.
      if t >= 16 {
        let (x, y) = (schedule[(t + 1) & 15], schedule[(t + 14) & 15])
        let small = Self.rotated(x, 7) ^ Self.rotated(x, 18) ^ x >> 3
        let large = Self.rotated(y, 17) ^ Self.rotated(y, 19) ^ y >> 10
        schedule[t & 15] = schedule[t & 15] &+ small &+ schedule[(t + 9) & 15] &+ large
      }
      let sumE = Self.rotated(e, 6) ^ Self.rotated(e, 11) ^ Self.rotated(e, 25)
      let first = h &+ sumE &+ (e & f ^ ~e & g) &+ Self.constants[t] &+ schedule[t & 15]
      let sumA = Self.rotated(a, 2) ^ Self.rotated(a, 13) ^ Self.rotated(a, 22)
      let second = sumA &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    state = [
      state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d, state[4] &+ e, state[5] &+ f,
      state[6] &+ g, state[7] &+ h,
    ]
  }

  // The first 32 bits of the fractions of the cube roots of the first 64 primes.
  private static let constants: [64 of UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]

  /// A key for HMAC-SHA-256.
  struct Keyed {
    private let inner: SHA256
    private let outer: SHA256

    init(_ key: [UInt8]) {
      var padded = key.count > 64 ? SHA256.hash(key) : key
      padded += [UInt8](repeating: 0, count: 64 - padded.count)
      var (inner, outer) = (SHA256(), SHA256())
      inner.compress(SHA256.block(padded.map { $0 ^ 0x36 }[...]))
      outer.compress(SHA256.block(padded.map { $0 ^ 0x5c }[...]))
      self.inner = inner
      self.outer = outer
    }

    func authenticate(_ message: [UInt8]) -> Words {
      outer.finished(with: SHA256.bytes(inner.finished(with: message, after: 64)), after: 64)
    }

    /// The code of a message that is itself a hash: one block for each half of the work.
    func authenticate(digest: Words) -> Words {
      var (inner, outer) = (self.inner, self.outer)
      inner.compress(Self.lastBlock(digest))
      outer.compress(Self.lastBlock(inner.state))
      return outer.state
    }

    /// 32 bytes behind a key's block, with the padding.
    @inline(__always)
    private static func lastBlock(_ words: Words) -> Block {
      [
        words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7],
        0x8000_0000, 0, 0, 0, 0, 0, 0, 96 * 8,
      ]
    }
  }
}
