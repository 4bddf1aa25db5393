import ArenaCore
import Foundation
import TestKit
import Testing

@testable import Environments

/// The fast functions against the C library's, bit for bit: a million arguments each, a hundred
/// million with `ARENA_LONG_TESTS=1`.
@Suite struct LibraryMathTests {
  private static let count = runsLongTests ? 100_000_000 : 1_000_000

  private func bitsEqual(_ one: Double, _ other: Double) -> Bool {
    one.bitPattern == other.bitPattern
  }

  /// Arguments spread evenly over -range ... range, and as many over its orders of magnitude.
  private func mismatches(within range: Double, _ isWrong: (Double) -> Bool) -> Int {
    var random = RandomSource(seed: 1)
    var wrong = 0
    for _ in 0..<Self.count / 2 {
      if isWrong(random.uniform(-range, range)) { wrong += 1 }
      let small = range * exp(-30 * random.uniform())
      if isWrong(random.next() & 1 == 0 ? small : -small) { wrong += 1 }
    }
    return wrong
  }

  @Test func `the sine and cosine of small angles are the library's`() {
    let wrong = mismatches(within: 0.26) { x in
      let (sine, cosine) = LibraryMath.sineAndCosine(ofSmall: x)
      return !bitsEqual(sine, sin(x)) || !bitsEqual(cosine, cos(x))
    }
    #expect(wrong == 0)
  }

  @Test(arguments: [0.03, 0.3, 4, 25, 101])
  func `the sine and cosine of any angle are the library's`(range: Double) {
    let wrong = mismatches(within: range) { x in
      let (sine, cosine) = LibraryMath.sineAndCosine(x)
      let cosines = LibraryMath.cosines(SIMD2(x, 1 - x))
      return !bitsEqual(sine, sin(x)) || !bitsEqual(cosine, cos(x))
        || !bitsEqual(cosines[0], cos(x)) || !bitsEqual(cosines[1], cos(1 - x))
    }
    #expect(wrong == 0)
  }

  @Test func `angles near a multiple of pi are the library's`() {
    var random = RandomSource(seed: 2)
    for quarters in -64...64 {
      for _ in 0..<1000 {
        let x = Double(quarters) * .pi / 2 + 1e-3 * exp(-30 * random.uniform())
        let (sine, cosine) = LibraryMath.sineAndCosine(x)
        #expect(bitsEqual(sine, sin(x)) && bitsEqual(cosine, cos(x)), "at \(x)")
      }
    }
  }

  @Test func `sine and cosine are the library's at the borders of their ranges`() {
    let borders = [
      0, -0.0, 0x1p-26, 0.126, 0.25, 0x1p-1022, .leastNonzeroMagnitude, 1, 3, 100, 1e6,
    ]
    for border in borders {
      for x in [border, border.nextUp, border.nextDown, -border] {
        let (sine, cosine) = LibraryMath.sineAndCosine(ofSmall: x)
        #expect(bitsEqual(sine, sin(x)) && bitsEqual(cosine, cos(x)), "at \(x)")
        let any = LibraryMath.sineAndCosine(x)
        #expect(bitsEqual(any.sine, sin(x)) && bitsEqual(any.cosine, cos(x)), "at \(x)")
      }
    }
  }

  @Test func `squares are the library's powers`() {
    // The exponent must not be known to the compiler: it would multiply instead.
    let two = Double(ProcessInfo.processInfo.arguments.isEmpty ? 3 : 2)
    var different = 0
    let wrong = mismatches(within: 100) { x in
      if x * x != pow(x, two) { different += 1 }
      let squares = LibraryMath.squaresByPower(SIMD2(x, x + 1))
      return !bitsEqual(LibraryMath.squareByPower(x), pow(x, two))
        || !bitsEqual(squares[0], pow(x, two)) || !bitsEqual(squares[1], pow(x + 1, two))
    }
    #expect(wrong == 0)
    #expect(different > 0, "pow(x, 2) no longer differs from x * x: is it still called?")
    for x in [0, -0.0, 1e-200, 1e200, .infinity, -.infinity, 0x1p-60, 0x1p60] {
      #expect(bitsEqual(LibraryMath.squareByPower(x), pow(x, two)), "at \(x)")
    }
  }

  @Test func `squares in float32 are the library's powers`() {
    let two = Float(ProcessInfo.processInfo.arguments.isEmpty ? 3 : 2)
    let wrong = mismatches(within: 100) { x in
      let x = Float(x)
      return LibraryMath.squareByPower(x).bitPattern != powf(x, two).bitPattern
    }
    #expect(wrong == 0)
  }

  @Test func `the float32 sine and cosine are NumPy's`() {
    // numpy.sin and numpy.cos of float32 arguments: bits of argument, sine, cosine. In each row one
    // of the two is not the nearest float32.
    for (x, sine, cosine) in Self.float32Samples {
      let x = Float(bitPattern: x)
      #expect(LibraryMath.float32Sine(ofSmall: x).bitPattern == sine)
      #expect(LibraryMath.float32Cosine(ofSmall: x).bitPattern == cosine)
    }
  }

  private static let float32Samples: [(UInt32, UInt32, UInt32)] = [
    (0x3db4_2547, 0x3db3_e9d4, 0x3f7f_02a1),
    (0x3dcb_9d48, 0x3dcb_4773, 0x3f7e_bc5f),
    (0xbdc8_2c50, 0xbdc7_dac2, 0x3f7e_c735),
    (0x3db4_86ce, 0x3db4_4afb, 0x3f7f_018e),
    (0xbd71_a4ec, 0xbd71_810b, 0x3f7f_8dfc),
    (0xbdbe_4bee, 0xbdbe_05dc, 0x3f7e_e54a),
  ]
}
