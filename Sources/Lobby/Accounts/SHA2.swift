/// The hash functions SHA-256 (of words of 32 bits) and SHA-512 (of 64), and their keyed forms, for
/// passwords: fast where one block follows another a million times.
///
/// Source: FIPS 180-4; HMAC by RFC 2104.
struct SHA2<Word: SHA2Word> {
  /// Eight words: a state, or a hash.
  typealias Words = [8 of Word]
  /// The sixteen words of a block.
  typealias Block = [16 of Word]

  private static var wordBytes: Int { Word.bitWidth / 8 }
  private static var blockBytes: Int { 16 * wordBytes }

  // The first bits of the fractions of the square roots of the first 8 primes.
  private var state = Words { constant(initialState[$0]) }

  /// The bytes of the hash: 8 words.
  static func hash(_ message: [UInt8]) -> [UInt8] {
    bytes(Self().finished(with: message, after: 0))
  }

  /// The bytes of a hash.
  static func bytes(_ words: Words) -> [UInt8] {
    (0..<8 * wordBytes).map { index in
      let shift = Word.bitWidth - 8 - index % wordBytes * 8
      return UInt8(truncatingIfNeeded: words[index / wordBytes] >> Word(shift))
    }
  }

  /// The hash of what came before, `length` bytes in whole blocks, and of `message`.
  private func finished(with message: [UInt8], after length: Int) -> Words {
    var hasher = self
    var padded = message + [0x80]
    // Two words hold the length in bits; what is longer than 64 bits of it is 0.
    let end = Self.blockBytes - 2 * Self.wordBytes
    while padded.count % Self.blockBytes != end { padded.append(0) }
    padded += [UInt8](repeating: 0, count: 2 * Self.wordBytes - 8)
    let bits = UInt64(length + message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      padded.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    for start in stride(from: 0, to: padded.count, by: Self.blockBytes) {
      hasher.compress(Self.block(padded[start..<start + Self.blockBytes]))
    }
    return hasher.state
  }

  private static func block(_ bytes: ArraySlice<UInt8>) -> Block {
    Block { word in
      let start = bytes.startIndex + wordBytes * word
      return bytes[start..<start + wordBytes].reduce(0) { $0 << 8 | Word($1) }
    }
  }

  /// A constant of 64 bits, of which a narrower word has the upper ones.
  @inline(__always)
  private static func constant(_ bits: UInt64) -> Word {
    Word(truncatingIfNeeded: bits >> UInt64(64 - Word.bitWidth))
  }

  private mutating func compress(_ block: Block) {
    var schedule = block
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<Word.rounds {
      // The schedule is a ring of sixteen words.
      if t >= 16 {
        let (x, y) = (schedule[(t + 1) & 15], schedule[(t + 14) & 15])
        schedule[t & 15] =
          schedule[t & 15] &+ x.smallSigma0 &+ schedule[(t + 9) & 15] &+ y.smallSigma1
      }
      let choice = e & f ^ ~e & g
      let first =
        h &+ e.bigSigma1 &+ choice &+ Self.constant(roundConstants[t]) &+ schedule[t & 15]
      let second = a.bigSigma0 &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    state = [
      state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d, state[4] &+ e, state[5] &+ f,
      state[6] &+ g, state[7] &+ h,
    ]
  }

  /// A key for HMAC.
  struct Keyed {
    private let inner: SHA2
    private let outer: SHA2

    init(_ key: [UInt8]) {
      var padded = key.count > blockBytes ? SHA2.hash(key) : key
      padded += [UInt8](repeating: 0, count: blockBytes - padded.count)
      var (inner, outer) = (SHA2(), SHA2())
      inner.compress(SHA2.block(padded.map { $0 ^ 0x36 }[...]))
      outer.compress(SHA2.block(padded.map { $0 ^ 0x5c }[...]))
      self.inner = inner
      self.outer = outer
    }

    func authenticate(_ message: [UInt8]) -> Words {
      let digest = SHA2.bytes(inner.finished(with: message, after: blockBytes))
      return outer.finished(with: digest, after: blockBytes)
    }

    /// The code of a message that is itself a hash: one block for each half of the work.
    func authenticate(digest: Words) -> Words {
      var (inner, outer) = (self.inner, self.outer)
      inner.compress(Self.lastBlock(digest))
      outer.compress(Self.lastBlock(inner.state))
      return outer.state
    }

    /// A hash behind a key's block, with the padding.
    @inline(__always)
    private static func lastBlock(_ words: Words) -> Block {
      [
        words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7],
        1 << Word(Word.bitWidth - 1), 0, 0, 0, 0, 0, 0, Word((blockBytes + 8 * wordBytes) * 8),
      ]
    }
  }
}

typealias SHA256 = SHA2<UInt32>
typealias SHA512 = SHA2<UInt64>
