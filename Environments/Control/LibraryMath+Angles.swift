import Glibc

/// Sine and cosine of any angle up to 100: x minus the nearest multiple t of pi/64 is d, and the
/// addition theorems give those of t + d from a table of those of t.
extension LibraryMath {
  /// `(sin(x), cos(x))`.
  @inline(__always)
  static func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
    let angle = Reduced(SIMD2(repeating: x))
    guard angle.isCovered else { return (sin(x), cos(x)) }
    let row = angle.row(0)
    let a = SIMD2(circle[row], circle[row + 1])
    let aTail = SIMD2(circle[row + 2], circle[row + 3])
    let (value, isCertain) = rotated(
      a, aTail, SIMD2(a[1], -a[0]), SIMD2(aTail[1], -aTail[0]), by: angle)
    if isCertain[0] && isCertain[1] { return (value[0], value[1]) }
    return (isCertain[0] ? value[0] : sin(x), isCertain[1] ? value[1] : cos(x))
  }

  /// `cos(x)` in each lane.
  @inline(__always)
  static func cosines(_ x: SIMD2<Double>) -> SIMD2<Double> {
    let angle = Reduced(x)
    guard angle.isCovered else { return SIMD2(cos(x[0]), cos(x[1])) }
    let (row0, row1) = (angle.row(0), angle.row(1))
    let (value, isCertain) = rotated(
      SIMD2(circle[row0 + 1], circle[row1 + 1]), SIMD2(circle[row0 + 3], circle[row1 + 3]),
      -SIMD2(circle[row0], circle[row1]), -SIMD2(circle[row0 + 2], circle[row1 + 2]), by: angle)
    if isCertain[0] && isCertain[1] { return value }
    return SIMD2(isCertain[0] ? value[0] : cos(x[0]), isCertain[1] ? value[1] : cos(x[1]))
  }

  /// Angles as multiples of pi/64 and what is left, in each lane.
  private struct Reduced {
    /// What is left, at most pi/128 either way, and what this lacks.
    let d: SIMD2<Double>
    let tail: SIMD2<Double>
    /// Whether the angles are not too large, and not so close to a multiple that the sine or cosine
    /// would need more of `tail`.
    let isCovered: Bool
    private let shifted: SIMD2<Double>

    @inline(__always)
    init(_ x: SIMD2<Double>) {
      // Adding 1.5 * 2^52 rounds to a whole number, which then stands in the lowest bits.
      let rounder = 0x1.8p52
      shifted = x * 0x1.45f306dc9c883p+4 + rounder
      let multiple = shifted - rounder
      // pi/64 in parts of 40 bits, whose products with up to 2^12 are exact, and a remainder.
      let near = x - multiple * 0x1.921fb54442p-5
      let middle = multiple * 0x1.a308d31318p-46
      d = near - middle
      tail = ((near - d) - middle) - multiple * 0x1.8a2e03707344ap-86
      isCovered =
        abs(x[0]) <= 100 && abs(x[1]) <= 100 && abs(d[0]) >= 0x1p-20 && abs(d[1]) >= 0x1p-20
    }

    /// Where the multiple of a lane stands in `circle`.
    @inline(__always)
    func row(_ lane: Int) -> Int {
      Int(truncatingIfNeeded: shifted[lane].bitPattern & 127) &* 4
    }
  }

  /// a + b d + b (sin d - d) + a (cos d - 1), and whether the library must round it the same way.
  ///
  /// It is sin(t + d) for (a, b) = (sin t, cos t), and cos(t + d) for (cos t, -sin t). Only b d
  /// matters to the last bit: it is split into an exact product of heads and a small tail. The error
  /// stays below 0.002; the library's is below 0.016 (measured against 113-bit arithmetic; glibc
  /// states 0.05 at worst); 0.02 are allowed.
  @inline(__always)
  private static func rotated(
    _ a: SIMD2<Double>, _ aTail: SIMD2<Double>, _ b: SIMD2<Double>, _ bTail: SIMD2<Double>,
    by angle: Reduced
  ) -> (value: SIMD2<Double>, isCertain: SIMDMask<SIMD2<Int64>>) {
    let d = angle.d
    let bHead = head(b)
    let dHead = head(d)
    let product = bHead * dHead
    let dTail = (d - dHead) + angle.tail
    let productTail = bHead * dTail + ((b - bHead) + bTail) * d

    let square = d * d
    let fourth = square * square
    let sineSeries: SIMD2<Double> = -1.0 / 6 + square * (1.0 / 120)
    let sineBend = d * square * (sineSeries + fourth * (-1.0 / 5_040))
    let cosineSeries: SIMD2<Double> = -0.5 + square * (1.0 / 24)
    let cosineRest: SIMD2<Double> = -1.0 / 720 + square * (1.0 / 40_320)
    let cosineBend = square * cosineSeries + fourth * square * cosineRest
    let bend = b * sineBend + a * cosineBend

    let sum = a + product
    let rest = ((a - sum) + product) + (aTail + productTail + bend)
    let value = sum + rest
    let stretched = value + ((sum - value) + rest) * 1.04
    return (value, stretched .== value)
  }

  /// The upper 26 bits of each lane: the product of two heads is exact.
  @inline(__always)
  static func head(_ x: SIMD2<Double>) -> SIMD2<Double> {
    unsafeBitCast(
      unsafeBitCast(x, to: SIMD2<UInt64>.self) & 0xffff_ffff_f800_0000, to: SIMD2<Double>.self)
  }
}
