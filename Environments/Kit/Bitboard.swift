/// Words used as sets of cells.
typealias Bitboard = FixedWidthInteger & UnsignedInteger & Sendable

extension FixedWidthInteger where Self: UnsignedInteger {
  /// The cells where a run of `length` starts that goes on in steps of `step` bits.
  ///
  /// - Precondition: `length * step / 2` is less than the number of bits.
  /// Complexity: logarithmic in `length`.
  @inline(__always)
  func runs(of length: Int, step: Int) -> Self {
    var starts = self
    var reached = 1
    while reached < length {
      let stretch = Swift.min(reached, length - reached)
      starts &= starts &>> Self(truncatingIfNeeded: stretch &* step)
      reached &+= stretch
    }
    return starts
  }

  /// The index of the `rank`-th lowest bit that is set, counted from 0.
  ///
  /// - Precondition: more than `rank` bits are set.
  @inline(__always)
  func indexOfBit(ranked rank: Int) -> Int {
    var rest = self
    for _ in 0..<rank { rest &= rest &- 1 }
    return rest.trailingZeroBitCount
  }

  /// Calls `body` with the index of every bit that is set, in ascending order.
  @inline(__always)
  func forEachBit(_ body: (Int) -> Void) {
    var rest = self
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest &- 1
    }
  }
}

/// Well-mixed 64-bit words computed from small numbers: Zobrist keys without a table.
///
/// Source: the finaliser of SplitMix64 (Steele, Lea and Flood 2014; variant 13 by Stafford).
@inline(__always)
func mixed(_ word: UInt64) -> UInt64 {
  var z = word &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
  return z ^ z &>> 31
}

/// A key of a sequence of words.
func mixed(_ words: UInt64...) -> UInt64 {
  words.reduce(0) { mixed($0 ^ $1) }
}

extension UInt128 {
  var low: UInt64 { UInt64(truncatingIfNeeded: self) }
  var high: UInt64 { UInt64(truncatingIfNeeded: self &>> 64) }
}
