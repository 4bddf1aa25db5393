public import Storage

extension Network {
  /// The metadata key that the architecture's JSON stands under.
  static let architectureKey = "architecture"

  /// Reads a network that `write(to:)` wrote.
  ///
  /// - Throws: `SafetensorsError`, in one line, when the file is unreadable, damaged, does not hold
  ///   every tensor of its architecture (before anything large is allocated), or holds weights that
  ///   are infinite or no numbers.
  public init(contentsOf path: String) throws(SafetensorsError) {
    try self.init(Safetensors(contentsOf: path), prefix: "")
  }

  /// Reads a network from tensors whose names start with `prefix`, as `tensors(prefix:)` made them.
  public init(_ file: Safetensors, prefix: String) throws(SafetensorsError) {
    guard let json = file.metadata[prefix + Self.architectureKey] else {
      throw SafetensorsError("\(file.source) holds no architecture")
    }
    do {
      // Every tensor is checked against the file before the parameters are allocated.
      let architecture = try Architecture(json: json)
      for block in try Plan(architecture).blocks {
        try file.checkFloats(prefix + block.name, shape: block.shape)
      }
      try self.init(zeros: architecture)
    } catch let error as SafetensorsError {
      throw error
    } catch {
      throw SafetensorsError("\(file.source): \(error)")
    }
    for block in layout {
      let values = try file.floats(prefix + block.name)
      parameters.replaceSubrange(block.range, with: values)
    }
    let lost = parameters.count { !$0.isFinite }
    guard lost == 0 else {
      throw SafetensorsError(
        "\(file.source): \(lost) of \(parameters.count) weights are no finite numbers")
    }
  }

  /// Writes weights and architecture as one safetensors file, durably.
  public func write(to path: String) throws(StorageError) {
    var file = Safetensors()
    add(to: &file, prefix: "")
    try file.write(to: path)
  }

  /// Adds every tensor, named `prefix` and the block's name, and the architecture as metadata.
  public func add(to file: inout Safetensors, prefix: String) {
    file.metadata[prefix + Self.architectureKey] = architecture.json
    for block in layout {
      file.set(prefix + block.name, Array(parameters[block.range]), shape: block.shape)
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
