import CLinux

extension LibraryMath {
  /// `(sin(x), cos(x))` by the library's own function for both: the same bits in two thirds of the
  /// time.
  @inline(__always)
  static func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
    var (sine, cosine) = (0.0, 0.0)
    sincos(x, &sine, &cosine)
    return (sine, cosine)
  }
}
