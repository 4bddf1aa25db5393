/// Spreads a seed over as many well-mixed words as a generator needs: NumPy's `SeedSequence`.
///
/// Source: NumPy `numpy/random/bit_generator.pyx`, after O'Neill's `randutils`.
public struct SeedSequence: Sendable, Hashable {
  private var pool: [UInt32]  // [4]

  /// - Parameters:
  ///   - entropy: the seed as little-endian 32-bit words, without leading zero words.
  ///   - spawnKey: distinguishes streams of the same seed.
  public init(entropy: [UInt32], spawnKey: [UInt32] = []) {
    var assembled = entropy.isEmpty ? [0] : entropy
    if !spawnKey.isEmpty {
      // Zero padding keeps a spawned stream apart from a longer seed.
      while assembled.count < 4 { assembled.append(0) }
      assembled += spawnKey
    }
    var hash: UInt32 = 0x43b0_d7e5
    func hashed(_ word: UInt32) -> UInt32 {
      var value = word ^ hash
      hash = hash &* 0x931e_8875
      value = value &* hash
      return value ^ value >> 16
    }
    func mixed(_ x: UInt32, _ y: UInt32) -> UInt32 {
      let value = (x &* 0xca01_f9dd) &- (y &* 0x4973_f715)
      return value ^ value >> 16
    }
    var pool: [UInt32] = (0..<4).map { hashed($0 < assembled.count ? assembled[$0] : 0) }
    for source in 0..<4 {
      for target in 0..<4 where source != target {
        pool[target] = mixed(pool[target], hashed(pool[source]))
      }
    }
    for word in assembled.dropFirst(4) {
      for target in 0..<4 { pool[target] = mixed(pool[target], hashed(word)) }
    }
    self.pool = pool
  }

  public init(seed: UInt64, spawnKey: [UInt32] = []) {
    let high = UInt32(truncatingIfNeeded: seed >> 32)
    let low = UInt32(truncatingIfNeeded: seed)
    self.init(entropy: high == 0 ? [low] : [low, high], spawnKey: spawnKey)
  }

  /// The first `count` 64-bit words: NumPy's `generate_state(count, numpy.uint64)`.
  public func generate(count: Int) -> [UInt64] {
    var hash: UInt32 = 0x8b51_f9dd
    let halves = (0..<2 * count).map { index -> UInt32 in
      var value = pool[index % 4] ^ hash
      hash = hash &* 0x58f3_8ded
      value = value &* hash
      return value ^ value >> 16
    }
    return (0..<count).map { UInt64(halves[2 * $0 + 1]) << 32 | UInt64(halves[2 * $0]) }
  }
}
