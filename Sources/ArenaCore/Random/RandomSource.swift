/// The random generator of the whole project: PCG64 seeded through SeedSequence, the same stream of
/// numbers as NumPy's `default_rng(seed)`.
///
/// A value: copying it copies the stream. It is passed `inout` wherever chance is used; nothing
/// here draws from a hidden global generator.
///
/// Source: O'Neill 2014, PCG XSL-RR 128/64; NumPy `numpy/random/bit_generator.pyx` (SeedSequence).
public struct RandomSource: RandomNumberGenerator, Sendable, Hashable {
  @usableFromInline var state: UInt128
  @usableFromInline let increment: UInt128
  // The upper half of the last word that `next32` split; `next` passes it by, as NumPy does.
  @usableFromInline var half: UInt32?

  @usableFromInline static let multiplier: UInt128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645

  /// The stream of `numpy.random.default_rng(seed)`, or of
  /// `default_rng(SeedSequence(seed, spawn_key=streams))`: independent streams of one seed.
  public init(seed: UInt64, streams: UInt32...) {
    self.init(SeedSequence(seed: seed, spawnKey: streams))
  }

  public init(_ sequence: SeedSequence) {
    let words = sequence.generate(count: 4)
    let start = UInt128(words[0]) << 64 | UInt128(words[1])
    increment = (UInt128(words[2]) << 64 | UInt128(words[3])) << 1 | 1
    state = (increment &+ start) &* Self.multiplier &+ increment
  }

  /// The next 64 random bits.
  @inlinable public mutating func next() -> UInt64 {
    state = state &* 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645 &+ increment
    let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    let rotation = UInt64(truncatingIfNeeded: state >> 122)
    return folded &>> rotation | folded &<< (0 &- rotation)
  }

  /// Uniform in [0, 1), a multiple of 2^-53: NumPy's `random()`.
  @inlinable public mutating func uniform() -> Double {
    Double(next() &>> 11) * 0x1p-53
  }

  /// Uniform in [low, high): NumPy's `uniform(low, high)`.
  @inlinable public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// Uniform over `0 ..< bound` by one multiplication; the bias is below `bound` / 2^64.
  ///
  /// - Precondition: `bound` is positive.
  @inlinable public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a random index needs a positive bound, not \(bound)")
    return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// The next 32 random bits: the halves of one word, lower half first.
  public mutating func next32() -> UInt32 {
    if let half {
      self.half = nil
      return half
    }
    let word = next()
    half = UInt32(truncatingIfNeeded: word >> 32)
    return UInt32(truncatingIfNeeded: word)
  }

  /// Exactly uniform over `0 ..< bound`: NumPy's `integers(bound)` and the index of its
  /// `choice(bound items)`. `below` is faster and has no such twin.
  ///
  /// Source: Lemire 2019, with rejection.
  ///
  /// - Precondition: `bound` is within 2 ... 2^32 - 1 (NumPy draws nothing for a bound of 1).
  public mutating func integer(below bound: Int) -> Int {
    precondition(
      bound > 1 && bound <= Int(UInt32.max), "a random integer needs a bound from 2, not \(bound)")
    let range = UInt32(bound)
    var product = next32().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next32().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// The words that `init(words:)` restores the stream from: for checkpoints. Four, or five when
  /// half a word is waiting in `next32`.
  public var words: [UInt64] {
    let words = [
      UInt64(truncatingIfNeeded: state >> 64), UInt64(truncatingIfNeeded: state),
      UInt64(truncatingIfNeeded: increment >> 64), UInt64(truncatingIfNeeded: increment),
    ]
    return words + (half.map { [UInt64($0)] } ?? [])
  }

  /// Restores a stream from its `words`; nil when they are not such words.
  public init?(words: [UInt64]) {
    guard words.count == 4 || words.count == 5, words[3] & 1 == 1 else { return nil }
    state = UInt128(words[0]) << 64 | UInt128(words[1])
    increment = UInt128(words[2]) << 64 | UInt128(words[3])
    guard words.count == 5 else { return }
    guard let half = UInt32(exactly: words[4]) else { return nil }
    self.half = half
  }
}
