/// Positions with bounds on their scores, where new ones take the place of old ones.
///
/// Entries come in pairs: the first keeps the position with fewer stones, which was dearer to solve,
/// the second the latest of the others. The stones themselves are stored, so that no position is
/// taken for another.
struct KInARowTable: Sendable {
  /// The lower 56 bits are the stones of the seat to move and of its opponent, the upper 8 the lower
  /// and the upper bound + 64, 0 in a free entry.
  private var words: [UInt64]  // [entry, 2]
  private let shift: UInt64

  private static let stones: UInt64 = (1 << 56) - 1

  /// - Parameter bits: the table holds 2^bits positions of 16 bytes.
  init(bits: Int) {
    precondition((4...32).contains(bits), "a table of 2^\(bits) entries is out of range")
    words = [UInt64](repeating: 0, count: 2 << bits)
    shift = UInt64(64 - (bits - 1))
  }

  mutating func clear() {
    for index in words.indices { words[index] = 0 }
  }

  /// The first word of the pair of entries that a position belongs to.
  @inline(__always)
  private func place(_ key: KInARowKey) -> Int {
    var mix = key.mover &* 0x9E37_79B9_7F4A_7C15 ^ key.other &* 0xC2B2_AE3D_27D4_EB4F
    mix = (mix ^ mix &>> 29) &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: mix &>> shift) &* 4
  }

  @inline(__always)
  private func holds(_ key: KInARowKey, at index: Int) -> Bool {
    let (first, second) = (words[index], words[index &+ 1])
    return (first ^ key.mover) & Self.stones == 0 && (second ^ key.other) & Self.stones == 0
      && first &>> 56 != 0
  }

  @inline(__always)
  private func bounds(at index: Int) -> (lower: Int, upper: Int) {
    (
      Int(truncatingIfNeeded: words[index] &>> 56) &- 64,
      Int(truncatingIfNeeded: words[index &+ 1] &>> 56) &- 64
    )
  }

  /// What is known of a position's score; nil for nothing.
  @inline(__always)
  func bounds(of key: KInARowKey) -> (lower: Int, upper: Int)? {
    let index = place(key)
    if holds(key, at: index) { return bounds(at: index) }
    return holds(key, at: index &+ 2) ? bounds(at: index &+ 2) : nil
  }

  /// Narrows down what is known of a position's score.
  mutating func store(_ key: KInARowKey, lower: Int, upper: Int) {
    var index = place(key)
    var (lower, upper) = (lower, upper)
    if !holds(key, at: index) {
      let keeps =
        words[index] != 0
        && ((words[index] | words[index &+ 1]) & Self.stones).nonzeroBitCount
          < (key.mover | key.other).nonzeroBitCount
      if keeps || holds(key, at: index &+ 2) { index &+= 2 }
    }
    if holds(key, at: index) {
      let known = bounds(at: index)
      lower = max(lower, known.lower)
      upper = min(upper, known.upper)
    }
    words[index] = key.mover | UInt64(truncatingIfNeeded: lower &+ 64) &<< 56
    words[index &+ 1] = key.other | UInt64(truncatingIfNeeded: upper &+ 64) &<< 56
  }
}

/// What the table knows a position by: its stones, or those of one of its images.
struct KInARowKey: Hashable {
  var mover: UInt64
  var other: UInt64
}
