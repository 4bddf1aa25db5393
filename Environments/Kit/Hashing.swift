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
