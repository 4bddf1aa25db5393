extension Loops {
  @inline(never)
  public static func rectify(_ elements: UnsafeMutablePointer<Float>, count: Int) {
    forEachVector(count) { index, length in
      store(rectified(load(elements + index, count: length)), elements + index, count: length)
    }
  }

  @inline(never)
  public static func rectifyGradient(
    _ slope: UnsafeMutablePointer<Float>, output: UnsafePointer<Float>, count: Int
  ) {
    forEachVector(count) { index, length in
      let value = load(slope + index, count: length)
      let result = value.replacing(with: 0, where: load(output + index, count: length) .<= 0)
      store(result, slope + index, count: length)
    }
  }

  @inline(never)
  public static func hyperbolicTangent(_ elements: UnsafeMutablePointer<Float>, count: Int) {
    forEachVector(count) { index, length in
      store(tanh(load(elements + index, count: length)), elements + index, count: length)
    }
  }

  @inline(never)
  public static func hyperbolicTangentGradient(
    _ slope: UnsafeMutablePointer<Float>, output: UnsafePointer<Float>, count: Int
  ) {
    forEachVector(count) { index, length in
      let value = load(output + index, count: length)
      let result = load(slope + index, count: length) * (1 - value * value)
      store(result, slope + index, count: length)
    }
  }

  @inline(never)
  public static func mish(_ elements: UnsafeMutablePointer<Float>, count: Int) {
    forEachVector(count) { index, length in
      let x = load(elements + index, count: length)
      store(x * mishGate(x).gate, elements + index, count: length)
    }
  }

  @inline(never)
  public static func mishGradient(
    _ slope: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>, count: Int
  ) {
    forEachVector(count) { index, length in
      let x = load(input + index, count: length)
      let (gate, sigmoid) = mishGate(x)
      // d/dx tanh(softplus(x)) = (1 - gate^2) sigmoid(x).
      let derivative = gate + x * (1 - gate * gate) * sigmoid
      store(load(slope + index, count: length) * derivative, slope + index, count: length)
    }
  }
}

/// tanh(log(1 + e^x)) and 1 / (1 + e^-x): with w = e^x (e^x + 2), the first is w / (w + 2).
@inline(__always)
private func mishGate(_ x: Lanes) -> (gate: Lanes, sigmoid: Lanes) {
  // From 20 on both are 1 in single precision, and e^x must not overflow.
  let e = exponential(x.replacing(with: 20, where: x .> 20))
  let w = e * (e + 2)
  return (w / (w + 2), e / (1 + e))
}

/// e^x, within 2 units in the last place; arguments are clamped to ±87.
///
/// Source: the classic reduction x = n log 2 + r and the polynomial of Cephes' `expf`.
@inline(__always)
func exponential(_ argument: Lanes) -> Lanes {
  var x = argument.replacing(with: 87, where: argument .> 87)
  x = x.replacing(with: -87, where: x .< -87)
  // Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits.
  let shifted = fused(Lanes(repeating: 12_582_912), x, 1.442_695_04)
  let n = shifted - 12_582_912
  var r = fused(x, n, -0.693_359_375)
  r = fused(r, n, 2.121_944_4e-4)
  var p = fused(Lanes(repeating: 1.398_199_950_7e-3), r, 1.987_569_15e-4)
  p = fused(Lanes(repeating: 8.333_451_9e-3), p, r)
  p = fused(Lanes(repeating: 4.166_579_6e-2), p, r)
  p = fused(Lanes(repeating: 1.666_666_55e-1), p, r)
  p = fused(Lanes(repeating: 5.000_000_12e-1), p, r)
  p = fused(r, p, r * r) + 1
  let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- 0x4B40_0000
  let bits = unsafeBitCast(p, to: SIMD16<Int32>.self) &+ (exponent &<< 23)
  return unsafeBitCast(bits, to: Lanes.self)
}

/// The hyperbolic tangent: Cephes' polynomial near zero, exponentials elsewhere.
@inline(__always)
func tanh(_ x: Lanes) -> Lanes {
  let square = x * x
  var p = fused(Lanes(repeating: 2.063_908_879_54e-2), square, -5.704_988_727_45e-3)
  p = fused(Lanes(repeating: -5.373_971_555_31e-2), p, square)
  p = fused(Lanes(repeating: 1.333_144_220_36e-1), p, square)
  p = fused(Lanes(repeating: -3.333_328_194_22e-1), p, square)
  let small = fused(x, p * square, x)
  let large = 1 - 2 / (exponential(2 * x) + 1)
  return large.replacing(with: small, where: square .< 0.390_625)
}
