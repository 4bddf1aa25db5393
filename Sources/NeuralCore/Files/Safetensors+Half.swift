extension Float16: TensorElement { public static var safetensorsName: String { "F16" } }

/// Weights in 16 bits: half the size, for networks that only play. Training writes 32.
extension Safetensors {
  /// The values of a tensor of 32 or 16 bits.
  func floats(_ name: String) throws(SafetensorsError) -> [Float] {
    isHalf(name) ? try values(name, as: Float16.self).map(Float.init) : try values(name)
  }

  /// Checks that a tensor of 32 or 16 bits is there with this shape, without reading it.
  func checkFloats(_ name: String, shape: [Int]) throws(SafetensorsError) {
    if isHalf(name) {
      try check(name, Float16.self, shape: shape)
    } else {
      try check(name, Float.self, shape: shape)
    }
  }
}

extension Network {
  /// Adds every tensor in 16 bits, and the architecture as metadata.
  ///
  /// - Precondition: no weight is larger than 65,504; `fitsHalf` tells.
  public func addHalf(to file: inout Safetensors) {
    file.metadata[Self.architectureKey] = architecture.json
    for block in layout {
      file.set(block.name, parameters[block.range].map(Float16.init), shape: block.shape)
    }
  }

  /// Whether 16 bits hold every weight.
  public var fitsHalf: Bool {
    parameters.allSatisfy { abs($0) <= Float(Float16.greatestFiniteMagnitude) }
  }
}
