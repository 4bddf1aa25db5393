// Loops over contiguous floats. Each handles whole vectors first and the rest as a shorter one, so
// an element's bits do not depend on where it stands.

/// Calls `body` with the start and the length, 16 but for the last, of every vector of `count`.
@inline(__always)
func forEachVector(_ count: Int, _ body: (Int, Int) -> Void) {
  var index = 0
  while index &+ 16 <= count {
    body(index, 16)
    index &+= 16
  }
  if index < count { body(index, count &- index) }
}

extension Loops {
  @inline(never)
  public static func add(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    forEachVector(count) { index, length in
      let sum = load(target + index, count: length) + load(source + index, count: length)
      store(sum, target + index, count: length)
    }
  }

  @inline(never)
  public static func addColumns(
    of source: UnsafePointer<Float>, rows: Int, width: Int, stride: Int,
    to sums: UnsafeMutablePointer<Float>
  ) {
    forEachVector(width) { column, length in
      var sum = load(sums + column, count: length)
      for row in 0..<rows { sum += load(source + (row &* stride &+ column), count: length) }
      store(sum, sums + column, count: length)
    }
  }

  @inline(never)
  public static func sumOfSquares(_ elements: UnsafePointer<Float>, count: Int) -> Double {
    var low = SIMD8<Double>()
    var high = SIMD8<Double>()
    forEachVector(count) { index, length in
      let value = load(elements + index, count: length)
      let square = value * value
      low += SIMD8<Double>(square.lowHalf)
      high += SIMD8<Double>(square.highHalf)
    }
    return (low + high).sum()
  }

  @inline(never)
  public static func transpose(
    rows: Int, columns: Int, source: UnsafePointer<Float>, sourceStride: Int,
    target: UnsafeMutablePointer<Float>, targetStride: Int
  ) {
    forEachVector(rows) { row, length in
      let block = source + row &* sourceStride
      for column in 0..<columns {
        var line = Lanes()
        if length == 16 {
          for lane in 0..<16 { line[lane] = block[lane &* sourceStride &+ column] }
        } else {
          for lane in 0..<length { line[lane] = block[lane &* sourceStride &+ column] }
        }
        store(line, target + (column &* targetStride &+ row))
      }
    }
  }
}
