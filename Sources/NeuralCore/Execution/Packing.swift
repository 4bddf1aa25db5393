import Kernels

/// Where the operations of a plan put what they make of the parameters.
struct Packing {
  var kernels: any KernelSet.Type
  var parameters: UnsafePointer<Float>
  /// Read by forward runs.
  var forward: UnsafeMutablePointer<Float>
  /// Read by backward runs; nil when only forward runs are wanted.
  var backward: UnsafeMutablePointer<Float>?
  var scratch: UnsafeMutablePointer<Float>
}

/// Hands out room for packed parameters.
struct PackedLedger {
  /// Floats for forward runs.
  private(set) var forward = 0
  /// Floats for backward runs.
  private(set) var backward = 0

  /// The offset of `floats` floats that forward runs read, at the start of a cache line.
  mutating func claimForward(_ floats: Int) -> Int {
    defer { forward += (floats + 15) / 16 * 16 }
    return forward
  }

  /// The offset of `floats` floats that backward runs read, at the start of a cache line.
  mutating func claimBackward(_ floats: Int) -> Int {
    defer { backward += (floats + 15) / 16 * 16 }
    return backward
  }
}

extension Packing {
  /// Copies `[lines, width]` into `[lines, width rounded up to 16]`, zeros in between.
  static func pad(
    _ source: UnsafePointer<Float>, lines: Int, width: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    let padded = Value.padded(width)
    for line in 0..<lines {
      let row = target + line &* padded
      row.update(from: source + line &* width, count: width)
      (row + width).update(repeating: 0, count: padded &- width)
    }
  }
}
