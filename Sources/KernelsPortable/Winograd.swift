/// The one-dimensional transforms of Winograd's convolution F(m, 3), for m of 3 to 6.
///
/// With the points of `Axis.points`, y = Aᵀ ((G g) ⊙ (Bᵀ d)) where G and A hold powers of the
/// points and Bᵀ is the transposed inverse of the points' Vandermonde matrix, so that all scaling
/// is in Bᵀ. Rows for a and -a share their even and odd halves. F(5) and F(3) are F(4) and F(2)
/// over the differences that the extra point, 1/2 or 2, calls for.
///
/// Source: Winograd 1980; Lavin and Gray 2016; the derivation by Lagrange's polynomials is that of
/// Blahut, "Fast Algorithms for Signal Processing", chapter 5.
enum Winograd {
  /// Bᵀ d: m + 2 inputs to m + 2 points.
  @inline(__always)
  static func spread(_ m: Int, _ d: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    switch m {
    case 3: spread3(d, put)
    case 4: spread4(d(0), d(1), d(2), d(3), d(4), d(5), (1, 1, 1, 1, 1), put)
    case 5: spread5(d, put)
    default: spread6(d, put)
    }
  }

  /// Aᵀ p: m + 2 points to m outputs.
  @inline(__always)
  static func collect(_ m: Int, _ p: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    switch m {
    case 3: collect3(p, put)
    case 4: collect4(p, put)
    case 5: collect5(p, put)
    default: collect6(p, put)
    }
  }

  /// A y: m outputs' gradients to m + 2 points; the transpose of `collect`.
  @inline(__always)
  static func expand(_ m: Int, _ y: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    switch m {
    case 3:
      let (y0, y1, y2) = (y(0), y(1), y(2))
      put(0, y2)
      put(1, y0)
      let even = y0 + y2
      put(2, even + y1)
      put(3, even - y1)
      put(4, fused(fused(y0, y1, 2), y2, 4))
    case 4:
      let (y0, y1, y2, y3) = (y(0), y(1), y(2), y(3))
      put(0, y3)
      put(1, y0)
      pair(2, y0 + y2, y1 + y3, put)
      pair(4, fused(y0, y2, 4), fused(2 * y1, y3, 8), put)
    case 5:
      let (y0, y1, y2, y3, y4) = (y(0), y(1), y(2), y(3), y(4))
      put(0, y4)
      put(1, y0)
      pair(2, y0 + y2 + y4, y1 + y3, put)
      pair(4, fused(fused(y0, y2, 4), y4, 16), fused(2 * y1, y3, 8), put)
      put(6, fused(fused(fused(fused(y0, y1, 0.5), y2, 0.25), y3, 0.125), y4, 0.0625))
    default:
      let (y0, y1, y2, y3, y4, y5) = (y(0), y(1), y(2), y(3), y(4), y(5))
      put(0, y5)
      put(1, y0)
      pair(2, y0 + y2 + y4, y1 + y3 + y5, put)
      pair(4, fused(fused(y0, y2, 4), y4, 16), fused(fused(2 * y1, y3, 8), y5, 32), put)
      pair(
        6, fused(fused(y0, y2, 0.25), y4, 0.0625),
        fused(fused(0.5 * y1, y3, 0.125), y5, 0.03125), put)
    }
  }

  /// The values at a and -a from their even and odd halves.
  @inline(__always)
  private static func pair(_ point: Int, _ even: Lanes, _ odd: Lanes, _ put: (Int, Lanes) -> Void) {
    put(point, even + odd)
    put(point + 1, even - odd)
  }

  // MARK: Inputs to points

  @inline(__always)
  private static func spread3(_ d: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (d0, d1, d2, d3, d4) = (d(0), d(1), d(2), d(3), d(4))
    // Differences for the point 2, then F(2) over the points 0, 1 and -1.
    let e0 = fused(d1, d0, -2)
    let e1 = fused(d2, d1, -2)
    let e2 = fused(d3, d2, -2)
    let e3 = fused(d4, d3, -2)
    put(0, e3 - e1)
    put(1, 0.5 * (e2 - e0))
    put(2, -0.5 * (e2 + e1))
    put(3, (-1 as Float / 6) * (e2 - e1))
    put(4, (1 as Float / 6) * (d3 - d1))
  }

  /// F(4) over the points 0, ±1, ±2, each row scaled.
  @inline(__always)
  private static func spread4(
    _ d0: Lanes, _ d1: Lanes, _ d2: Lanes, _ d3: Lanes, _ d4: Lanes, _ d5: Lanes,
    _ scale: (Float, Float, Float, Float, Float), _ put: (Int, Lanes) -> Void
  ) {
    put(0, fused(fused(d5, d3, -5), d1, 4))
    put(1, (scale.0 / 4) * fused(fused(d4, d2, -5), d0, 4))
    let even1 = fused(d4, d2, -4)
    let odd1 = fused(d3, d1, -4)
    put(2, (scale.1 / -6) * (even1 + odd1))
    put(3, (scale.2 / -6) * (even1 - odd1))
    let even2 = d4 - d2
    let odd2 = 2 * (d3 - d1)
    put(4, (scale.3 / 24) * (even2 + odd2))
    put(5, (scale.4 / 24) * (even2 - odd2))
  }

  @inline(__always)
  private static func spread5(_ d: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (d0, d1, d2, d3, d4, d5, d6) = (d(0), d(1), d(2), d(3), d(4), d(5), d(6))
    // Differences for the point 1/2; its rows are divided by a - 1/2.
    spread4(
      fused(d1, d0, -0.5), fused(d2, d1, -0.5), fused(d3, d2, -0.5), fused(d4, d3, -0.5),
      fused(d5, d4, -0.5), fused(d6, d5, -0.5),
      (-2, 2, -2 as Float / 3, 2 as Float / 3, -2 as Float / 5), put)
    put(6, (32 as Float / 45) * fused(fused(d5, d3, -5), d1, 4))
  }

  @inline(__always)
  private static func spread6(_ d: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (d0, d1, d2, d3) = (d(0), d(1), d(2), d(3))
    let (d4, d5, d6, d7) = (d(4), d(5), d(6), d(7))
    put(0, fused(d7 - d1, d3 - d5, 5.25))
    put(1, fused(d0 - d6, d4 - d2, 5.25))
    let even1 = fused(d6 + d2, d4, -4.25)
    let odd1 = fused(d5 + d1, d3, -4.25)
    put(2, (-2 as Float / 9) * (even1 + odd1))
    put(3, (-2 as Float / 9) * (even1 - odd1))
    let even2 = fused(fused(d6, d4, -1.25), d2, 0.25)
    let odd2 = 2 * fused(fused(d5, d3, -1.25), d1, 0.25)
    put(4, (1 as Float / 90) * (even2 + odd2))
    put(5, (1 as Float / 90) * (even2 - odd2))
    let even3 = fused(fused(d6, d4, -5), d2, 4)
    let odd3 = 0.5 * fused(fused(d5, d3, -5), d1, 4)
    put(6, (32 as Float / 45) * (even3 + odd3))
    put(7, (32 as Float / 45) * (even3 - odd3))
  }

  // MARK: Points to outputs

  @inline(__always)
  private static func collect3(_ p: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (p2, p3, p4) = (p(2), p(3), p(4))
    let sum1 = p2 + p3
    put(0, p(1) + sum1 + p4)
    put(1, fused(p2 - p3, p4, 2))
    put(2, fused(sum1, p4, 4) + p(0))
  }

  @inline(__always)
  private static func collect4(_ p: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (p2, p3, p4, p5) = (p(2), p(3), p(4), p(5))
    let (sum1, difference1) = (p2 + p3, p2 - p3)
    let (sum2, difference2) = (p4 + p5, p4 - p5)
    put(0, p(1) + sum1 + sum2)
    put(1, fused(difference1, difference2, 2))
    put(2, fused(sum1, sum2, 4))
    put(3, fused(difference1, difference2, 8) + p(0))
  }

  @inline(__always)
  private static func collect5(_ p: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (p2, p3, p4, p5, p6) = (p(2), p(3), p(4), p(5), p(6))
    let (sum1, difference1) = (p2 + p3, p2 - p3)
    let (sum2, difference2) = (p4 + p5, p4 - p5)
    put(0, p(1) + sum1 + sum2 + p6)
    put(1, fused(fused(difference1, difference2, 2), p6, 0.5))
    put(2, fused(fused(sum1, sum2, 4), p6, 0.25))
    put(3, fused(fused(difference1, difference2, 8), p6, 0.125))
    put(4, fused(fused(sum1, sum2, 16), p6, 0.0625) + p(0))
  }

  @inline(__always)
  private static func collect6(_ p: (Int) -> Lanes, _ put: (Int, Lanes) -> Void) {
    let (p2, p3, p4, p5, p6, p7) = (p(2), p(3), p(4), p(5), p(6), p(7))
    let (sum1, difference1) = (p2 + p3, p2 - p3)
    let (sum2, difference2) = (p4 + p5, p4 - p5)
    let (sum3, difference3) = (p6 + p7, p6 - p7)
    put(0, p(1) + sum1 + sum2 + sum3)
    put(1, fused(fused(difference1, difference2, 2), difference3, 0.5))
    put(2, fused(fused(sum1, sum2, 4), sum3, 0.25))
    put(3, fused(fused(difference1, difference2, 8), difference3, 0.125))
    put(4, fused(fused(sum1, sum2, 16), sum3, 0.0625))
    put(5, fused(fused(difference1, difference2, 32), difference3, 0.03125) + p(0))
  }
}
