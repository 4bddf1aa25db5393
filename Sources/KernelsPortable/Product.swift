public import Kernels

/// This build of the inner loops.
public enum Loops: KernelSet {
  #if FUSED
  public static let isFused = true
  #else
  public static let isFused = false
  #endif
}

extension Loops {
  @inline(never)
  public static func multiply(
    rows: Int, outputs: Int, depth: Int, left: UnsafePointer<Float>, rowStride: Int,
    depthStride: Int, right: UnsafePointer<Float>, rightStride: Int,
    bias: UnsafePointer<Float>?, addsTarget: Bool, isRectified: Bool,
    target: UnsafeMutablePointer<Float>, targetStride: Int
  ) {
    let product = Product(
      rows: rows, outputs: outputs, depth: depth, left: left, rowStride: rowStride,
      depthStride: depthStride, right: right, rightStride: rightStride, bias: bias,
      addsTarget: addsTarget, isRectified: isRectified, target: target,
      targetStride: targetStride)
    var output = 0
    #if WIDE
    while output &+ 64 <= outputs {
      product.wideColumn(output)
      output &+= 64
    }
    #endif
    while output < outputs {
      product.narrowColumn(output)
      output &+= 16
    }
  }
}

private struct Product {
  let rows: Int
  let outputs: Int
  let depth: Int
  let left: UnsafePointer<Float>
  let rowStride: Int
  let depthStride: Int
  let right: UnsafePointer<Float>
  let rightStride: Int
  let bias: UnsafePointer<Float>?
  let addsTarget: Bool
  let isRectified: Bool
  let target: UnsafeMutablePointer<Float>
  let targetStride: Int

  /// 64 outputs of every row.
  @inline(__always)
  func wideColumn(_ output: Int) {
    var row = 0
    while row &+ 6 <= rows {
      wide(InlineArray<6, Float>.self, row, output)
      row &+= 6
    }
    switch rows &- row {
    case 5: wide(InlineArray<5, Float>.self, row, output)
    case 4: wide(InlineArray<4, Float>.self, row, output)
    case 3: wide(InlineArray<3, Float>.self, row, output)
    case 2: wide(InlineArray<2, Float>.self, row, output)
    case 1: wide(InlineArray<1, Float>.self, row, output)
    default: break
    }
  }

  /// Up to 16 outputs of every row.
  @inline(__always)
  func narrowColumn(_ output: Int) {
    let count = min(16, outputs &- output)
    var row = 0
    #if FUSED
    while row &+ 6 <= rows {
      narrow(InlineArray<6, Float>.self, row, output, count)
      row &+= 6
    }
    #endif
    while row &+ 3 <= rows {
      narrow(InlineArray<3, Float>.self, row, output, count)
      row &+= 3
    }
    while row < rows {
      narrow(InlineArray<1, Float>.self, row, output, count)
      row &+= 1
    }
  }

  private typealias Four = (Lanes, Lanes, Lanes, Lanes)

  /// `height` rows of 64 outputs, all in registers.
  @inline(__always)
  private func wide<let height: Int>(
    _: InlineArray<height, Float>.Type, _ row: Int, _ output: Int
  ) {
    var sums = InlineArray<height, Four>(repeating: (Lanes(), Lanes(), Lanes(), Lanes()))
    if let bias {
      let start = bias + output
      for line in 0..<height {
        sums[line] = (load(start), load(start + 16), load(start + 32), load(start + 48))
      }
    }
    let place = target + (row &* targetStride &+ output)
    if addsTarget {
      for line in 0..<height {
        let start = place + line &* targetStride
        sums[line].0 += load(start)
        sums[line].1 += load(start + 16)
        sums[line].2 += load(start + 32)
        sums[line].3 += load(start + 48)
      }
    }
    var factors = left + row &* rowStride
    var weights = right + output
    for _ in 0..<depth {
      let b0 = load(weights)
      let b1 = load(weights + 16)
      let b2 = load(weights + 32)
      let b3 = load(weights + 48)
      for line in 0..<height {
        let factor = Lanes(repeating: factors[line &* rowStride])
        sums[line].0 = fused(sums[line].0, factor, b0)
        sums[line].1 = fused(sums[line].1, factor, b1)
        sums[line].2 = fused(sums[line].2, factor, b2)
        sums[line].3 = fused(sums[line].3, factor, b3)
      }
      factors += depthStride
      weights += rightStride
    }
    for line in 0..<height {
      let start = place + line &* targetStride
      var result = sums[line]
      if isRectified {
        result = (
          rectified(result.0), rectified(result.1), rectified(result.2), rectified(result.3)
        )
      }
      store(result.0, start)
      store(result.1, start + 16)
      store(result.2, start + 32)
      store(result.3, start + 48)
    }
  }

  /// `height` rows of `count` outputs, at most 16.
  @inline(__always)
  private func narrow<let height: Int>(
    _: InlineArray<height, Float>.Type, _ row: Int, _ output: Int, _ count: Int
  ) {
    var sums = InlineArray<height, Lanes>(repeating: bias.map { load($0 + output) } ?? Lanes())
    let place = target + (row &* targetStride &+ output)
    if addsTarget {
      for line in 0..<height { sums[line] += load(place + line &* targetStride, count: count) }
    }
    var factors = left + row &* rowStride
    var weights = right + output
    for _ in 0..<depth {
      let b = load(weights)
      for line in 0..<height {
        sums[line] = fused(sums[line], b, factors[line &* rowStride])
      }
      factors += depthStride
      weights += rightStride
    }
    for line in 0..<height {
      let result = isRectified ? rectified(sums[line]) : sums[line]
      store(result, place + line &* targetStride, count: count)
    }
  }
}
