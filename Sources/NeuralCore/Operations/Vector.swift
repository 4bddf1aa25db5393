/// Loops over contiguous floats.
enum Vector {
  /// target += source.
  static func add(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    var index = 0
    while index &+ 16 <= count {
      let sum = load(target + index) + load(source + index)
      store(sum, target + index)
      index &+= 16
    }
    while index < count {
      target[index] += source[index]
      index &+= 1
    }
  }

  /// sums[column] += the sum over `rows` of source[row, column].
  static func addColumns(
    of source: UnsafePointer<Float>, rows: Int, width: Int, stride: Int,
    to sums: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows { add(source + row &* stride, to: sums, count: width) }
  }

  /// Delivers a gradient as the ledger said.
  static func deliver(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int,
    _ write: GradientWrite
  ) {
    switch write {
    case .skip: break
    case .overwrite: target.update(from: source, count: count)
    case .accumulate: add(source, to: target, count: count)
    }
  }

  @inline(__always)
  static func load(_ pointer: UnsafePointer<Float>) -> SIMD16<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
  }

  @inline(__always)
  static func load(_ pointer: UnsafeMutablePointer<Float>) -> SIMD16<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
  }

  @inline(__always)
  static func store(_ value: SIMD16<Float>, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD16<Float>.self)
  }
}
