/// Sixteen floats at a time: one register where the processor has wide ones, several where not.
typealias Lanes = SIMD16<Float>

@inline(__always)
func load(_ pointer: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func load(_ pointer: UnsafeMutablePointer<Float>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func store(_ value: Lanes, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Lanes.self)
}

/// Stores the first `count` lanes, of which there are 1 to 16.
@inline(__always)
func store(_ value: Lanes, _ pointer: UnsafeMutablePointer<Float>, count: Int) {
  if count == 16 { return store(value, pointer) }
  for lane in 0..<count { pointer[lane] = value[lane] }
}

/// Loads `count` lanes, 1 to 16, and zeros for the rest.
@inline(__always)
func load(_ pointer: UnsafePointer<Float>, count: Int) -> Lanes {
  if count == 16 { return load(pointer) }
  var value = Lanes()
  for lane in 0..<count { value[lane] = pointer[lane] }
  return value
}

@inline(__always)
func load(_ pointer: UnsafeMutablePointer<Float>, count: Int) -> Lanes {
  load(UnsafePointer(pointer), count: count)
}

/// sum + x y: fused where the processor can. Elsewhere a fused operation would be one function call
/// for each lane.
@inline(__always)
func fused(_ sum: Lanes, _ x: Lanes, _ y: Lanes) -> Lanes {
  #if FUSED
  sum.addingProduct(x, y)
  #else
  sum + x * y
  #endif
}

/// sum + x y, for one factor in all lanes.
@inline(__always)
func fused(_ sum: Lanes, _ x: Lanes, _ y: Float) -> Lanes { fused(sum, x, Lanes(repeating: y)) }

/// max(value, 0) in every lane.
@inline(__always)
func rectified(_ value: Lanes) -> Lanes { value.replacing(with: 0, where: value .<= 0) }
