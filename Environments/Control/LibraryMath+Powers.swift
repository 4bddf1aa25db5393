import Glibc

extension LibraryMath {
  /// `pow(x, 2)`: what Python's `x ** 2` calls. It differs from `x * x` for one value in a thousand.
  @inline(__always)
  static func squareByPower(_ x: Double) -> Double {
    let square = x * x
    // glibc states an error of 0.511 plus 1.5 * 2^-15 * |ln x^2|: below 0.513 on this range.
    guard square >= 0x1p-60 && square <= 0x1p60 else { return pow(x, exponent) }
    // The exact remainder of the product, to 2^-27: 26 bits of x square exactly.
    let head = Double(bitPattern: x.bitPattern & 0xffff_ffff_f800_0000)
    let rest = (head * head - square) + (x + head) * (x - head)
    return square + rest * 1.026 == square ? square : pow(x, exponent)
  }

  /// `pow(x, 2)` in each lane.
  @inline(__always)
  static func squaresByPower(_ x: SIMD2<Double>) -> SIMD2<Double> {
    let square = x * x
    let xHead = head(x)
    let rest = (xHead * xHead - square) + (x + xHead) * (x - xHead)
    let stretched = square + rest * 1.026
    let isCertain = (stretched .== square) .& (square .>= 0x1p-60) .& (square .<= 0x1p60)
    if isCertain[0] && isCertain[1] { return square }
    return SIMD2(
      isCertain[0] ? square[0] : pow(x[0], exponent), isCertain[1] ? square[1] : pow(x[1], exponent)
    )
  }

  /// `powf(x, 2)`, fast up to |x| = 2. There it is off the rounded square only within 0.0017 of a
  /// midpoint, over all float32 numbers; 0.003 are allowed.
  @inline(__always)
  static func squareByPower(_ x: Float) -> Float {
    let exact = Double(x) * Double(x)
    let square = Float(exact)
    guard exact >= 0x1p-100 && exact <= 4 else { return powf(x, Float(exponent)) }
    let rest = exact - Double(square)
    return Float(Double(square) + rest * 1.006) == square ? square : powf(x, Float(exponent))
  }

  // Two, out of the optimiser's sight: it replaces pow(x, 2) by x * x when it knows the exponent.
  private static let exponent = Double("2") ?? .nan
}
