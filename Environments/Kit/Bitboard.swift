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
