/// Layers that are made of several operations, and normalisations.
extension PlanBuilder {
  mutating func batchNormalisation(
    _ value: Int, path: String
  ) throws(ArchitectureError) -> Int {
    let lattice = Lattice(values[value])
    let channels = [lattice.channels]
    let normalisation = Normalisation(
      scale: try place("\(path).scale", channels, .constant(1)),
      shift: try place("\(path).shift", channels, .zero),
      mean: try place("\(path).mean", channels, .zero, isTrainable: false),
      variance: try place("\(path).variance", channels, .constant(1), isTrainable: false))
    if isInference, !pinned.contains(value), var last = operations.last as? any LinearOperation,
      last.layer.output == value, last.layer.activation == nil, last.layer.skip == nil,
      last.layer.normalisation == nil
    {
      last.layer.normalisation = normalisation
      operations[operations.count - 1] = last
      return value
    }
    let output = copyShape(of: value, isWanted: true)
    let statistics = try append(.vector(2 * lattice.channels), .plain, path: path)
    operations.append(
      BatchNormalisationOperation(
        input: value, output: output, statistics: statistics, lattice: lattice, normalisation,
        isInference: isInference))
    return output
  }

  mutating func squeezeExcite(
    _ value: Int, _ reduced: Int, path: String
  ) throws(ArchitectureError) -> Int {
    let planes = try boardValue(value, "a squeeze-excite layer", path: path)
    let means = try pool(planes, .mean, path: path)
    let channels = values[means].shape.count
    var numbers = try dense(reduced, .he, from: means, path: "\(path).squeeze")
    numbers = activate(numbers, .relu)
    numbers = try dense(channels, .lecun, from: numbers, path: "\(path).excite")
    return broadcast(planes, numbers, .gate)
  }

  mutating func globalPoolingBias(
    _ value: Int, _ channels: Int, path: String
  ) throws(ArchitectureError) -> Int {
    let planes = try boardValue(value, "a pooling bias", path: path)
    var pooled = try convolution(channels, 1, .he, from: planes, path: "\(path).pool")
    pooled = activate(pooled, .relu)
    let numbers = try pool(pooled, .meanScaledMaximum, path: path)
    let biases = try dense(
      values[planes].grid.channels, .lecun, from: numbers, path: "\(path).bias")
    return broadcast(planes, biases, .bias)
  }

  mutating func embedding(
    _ value: Int, _ symbols: Int, _ width: Int, path: String
  ) throws(ArchitectureError) -> Int {
    guard value == 0, case .vector(let count) = values[value].shape else {
      throw ArchitectureError("\(path): an embedding reads a vector and stands first")
    }
    guard symbols > 0, symbols <= Shape.largestDimension, width > 0,
      width <= Shape.largestDimension / count
    else { throw ArchitectureError("\(path): no embedding has \(symbols) symbols by \(width)") }
    let weights = try place("\(path).weight", [symbols, width], .normal(gain: 1))
    let output = try append(.vector(count * width), .plain, path: path)
    operations.append(
      EmbeddingOperation(
        input: value, output: output, count: count, symbols: symbols, width: width,
        weights: weights))
    return output
  }

  /// `value` with a border, and kept for another reader.
  private mutating func boardValue(
    _ value: Int, _ layer: String, path: String
  ) throws(ArchitectureError) -> Int {
    guard case .planes = values[value].shape else {
      throw ArchitectureError("\(path): \(layer) needs planes, not \(values[value].shape)")
    }
    let planes = try borderedCopy(of: value)
    pin(planes)
    return planes
  }

  private mutating func pool(
    _ planes: Int, _ kind: PoolOperation.Kind, path: String
  ) throws(ArchitectureError) -> Int {
    let grid = values[planes].grid
    let output = try append(
      .vector(PoolOperation.width(of: kind, channels: grid.channels)), .plain, path: path)
    operations.append(PoolOperation(input: planes, output: output, grid: grid, kind: kind))
    return output
  }

  private mutating func broadcast(
    _ planes: Int, _ numbers: Int, _ kind: BroadcastOperation.Kind
  ) -> Int {
    let output = copyShape(of: planes, isWanted: true)
    operations.append(
      BroadcastOperation(
        planes: planes, numbers: numbers, output: output, grid: values[planes].grid, kind: kind))
    return output
  }
}
