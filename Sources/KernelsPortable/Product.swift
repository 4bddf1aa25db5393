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
      product.wideColumn(Columns<4>.self, output)
      output &+= 64
    }
    // What is left is often most: networks of 48 or 32 channels.
    switch (outputs &- output) / 16 {
    case 3:
      product.wideColumn(Columns<3>.self, output)
      output &+= 48
    case 2:
      product.wideColumn(Columns<2>.self, output)
      output &+= 32
    default: break
    }
    #endif
    while output < outputs {
      product.narrowColumn(output)
      output &+= 16
    }
  }
}

/// How many rows a block of a product has.
private typealias Rows<let count: Int> = InlineArray<count, Void>
/// How many vectors of 16 outputs it has.
private typealias Columns<let count: Int> = InlineArray<count, Void>

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

  /// `width` vectors of outputs of every row, as many rows at a time as keep their sums in
  /// registers.
  @inline(__always)
  func wideColumn<let width: Int>(_: Columns<width>.Type, _ output: Int) {
    var row = 0
    if width < 4 {
      while row &+ 8 <= rows {
        wide(Rows<8>.self, Columns<width>.self, row, output)
        row &+= 8
      }
    }
    while row &+ 6 <= rows {
      wide(Rows<6>.self, Columns<width>.self, row, output)
      row &+= 6
    }
    switch rows &- row {
    case 5: wide(Rows<5>.self, Columns<width>.self, row, output)
    case 4: wide(Rows<4>.self, Columns<width>.self, row, output)
    case 3: wide(Rows<3>.self, Columns<width>.self, row, output)
    case 2: wide(Rows<2>.self, Columns<width>.self, row, output)
    case 1: wide(Rows<1>.self, Columns<width>.self, row, output)
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

  /// `height` rows of `width` vectors of outputs, all in registers.
  @inline(__always)
  private func wide<let height: Int, let width: Int>(
    _: Rows<height>.Type, _: Columns<width>.Type, _ row: Int, _ output: Int
  ) {
    var vectors = InlineArray<width, Lanes>(repeating: Lanes())
    if let bias {
      for column in 0..<width { vectors[column] = load(bias + (output &+ 16 &* column)) }
    }
    var sums = InlineArray<height, InlineArray<width, Lanes>>(repeating: vectors)
    let place = target + (row &* targetStride &+ output)
    if addsTarget {
      for line in 0..<height {
        let start = place + line &* targetStride
        for column in 0..<width { sums[line][column] += load(start + 16 &* column) }
      }
    }
    var factors = left + row &* rowStride
    var weights = right + output
    for _ in 0..<depth {
      for column in 0..<width { vectors[column] = load(weights + 16 &* column) }
      for line in 0..<height {
        let factor = Lanes(repeating: factors[line &* rowStride])
        for column in 0..<width {
          sums[line][column] = fused(sums[line][column], factor, vectors[column])
        }
      }
      factors += depthStride
      weights += rightStride
    }
    if isRectified {
      for line in 0..<height {
        for column in 0..<width { sums[line][column] = rectified(sums[line][column]) }
      }
    }
    for line in 0..<height {
      let start = place + line &* targetStride
      for column in 0..<width { store(sums[line][column], start + 16 &* column) }
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
