/// Turns layers into operations, joining neighbours that one loop can do together.
struct PlanBuilder {
  private(set) var values: [Value]
  var operations: [any Operation] = []
  private(set) var blocks: [ParameterBlock] = []
  private(set) var parameterCount = 0
  /// `[value]`: whether anything that learns lies before it, so that its gradient is needed.
  private(set) var isWanted: [Bool]
  /// Values that something else will still read, so that no later step may be joined into them.
  private(set) var pinned: Set<Int> = [0]
  /// Whether normalisations use running statistics, and fold into the layers before them.
  let isInference: Bool
  /// Whether to convolve without Winograd's method.
  let isDirect: Bool
  /// The rows of a run, if they are few.
  let rows: Int?
  /// The bordered copies of plain values.
  private var bordered: [Int: Int] = [:]

  init(
    input: Shape, isInference: Bool, isDirect: Bool, rows: Int?,
    givesInputGradients: Bool = false
  ) throws(ArchitectureError) {
    self.rows = rows
    self.isInference = isInference
    self.isDirect = isDirect
    guard input.isReasonable else { throw ArchitectureError("no network reads rows of \(input)") }
    values = [Value(shape: input, layout: .plain)]
    isWanted = [givesInputGradients]
  }

  /// Declares that `value` has another reader.
  mutating func pin(_ value: Int) { pinned.insert(value) }

  /// The operations of `layers` on `value`; returns the value they make.
  mutating func build(
    _ layers: [Layer], from value: Int, path: String
  ) throws(ArchitectureError) -> Int {
    var value = value
    for (index, layer) in layers.enumerated() {
      value = try build(layer, from: value, path: "\(path).\(index)")
    }
    return value
  }

  private mutating func build(
    _ layer: Layer, from value: Int, path: String
  ) throws(ArchitectureError) -> Int {
    switch layer {
    case .dense(let outputs, let initial):
      return try dense(outputs, initial, from: value, path: path)
    case .convolution(let channels, let kernel, let initial):
      return try convolution(channels, kernel, initial, from: value, path: path)
    case .residual(let layers):
      pin(value)
      let branch = try build(layers, from: value, path: path)
      return try sum(value, branch, path: path)
    case .activation(let activation):
      if case .leakyRelu(let slope) = activation, !(slope > 0 && slope.isFinite) {
        throw ArchitectureError("\(path): a leaky slope is above 0, not \(slope)")
      }
      return activate(value, activation)
    case .constant(let outputs, let initial):
      let output = try append(.vector(outputs), .plain, path: path)
      let bias = try place("\(path).bias", [outputs], .constant(initial))
      operations.append(ConstantOperation(output: output, width: outputs, bias: bias))
      return output
    case .batchNormalisation:
      return try batchNormalisation(value, path: path)
    case .layerNormalisation:
      let lattice = Lattice(values[value])
      let scale = try place("\(path).scale", [lattice.channels], .constant(1))
      let shift = try place("\(path).shift", [lattice.channels], .zero)
      let output = copyShape(of: value, isWanted: true)
      operations.append(
        LayerNormalisationOperation(
          input: value, output: output, lattice: lattice, scale: scale, shift: shift))
      return output
    case .squeezeExcite(let reduced):
      return try squeezeExcite(value, reduced, path: path)
    case .globalPoolingBias(let channels):
      return try globalPoolingBias(value, channels, path: path)
    case .embedding(let symbols, let width):
      return try embedding(value, symbols, width, path: path)
    case .dueling(let actions, let atoms, let stateValue, let advantage):
      pin(value)
      let first = try flattened(build(stateValue, from: value, path: "\(path).value"))
      pin(first)
      let second = try flattened(build(advantage, from: value, path: "\(path).advantage"))
      guard actions > 0, atoms > 0, values[first].shape == .vector(atoms),
        values[second].shape.count == actions.multipliedReportingOverflow(by: atoms).partialValue
      else {
        throw ArchitectureError(
          "\(path): values \(values[first].shape) and advantages \(values[second].shape) do not "
            + "make \(actions) actions of \(atoms) atoms")
      }
      let output = try append(.vector(actions * atoms), .plain, path: path)
      operations.append(
        DuelingOperation(
          value: first, advantage: second, output: output, actions: actions, atoms: atoms))
      return output
    }
  }

  // MARK: Layers

  mutating func dense(
    _ outputs: Int, _ initial: Initialisation, from value: Int, path: String
  ) throws(ArchitectureError) -> Int {
    let input = try flattened(value)
    let inputs = values[input].shape.count
    let output = try append(.vector(outputs), .plain, path: path)
    let weights = try place("\(path).weight", [inputs, outputs], initial)
    let bias = try place("\(path).bias", [outputs], .zero)
    operations.append(
      DenseOperation(
        layer: LinearLayer(input: input, output: output, weights: weights, bias: bias),
        inputs: inputs, outputs: outputs))
    return output
  }

  mutating func convolution(
    _ channels: Int, _ kernel: Int, _ initial: Initialisation, from value: Int, path: String
  ) throws(ArchitectureError) -> Int {
    guard case .planes(let inputs, let rows, let columns) = values[value].shape else {
      throw ArchitectureError("\(path): a convolution needs planes, not \(values[value].shape)")
    }
    guard kernel == 1 || kernel == 3 else {
      throw ArchitectureError("\(path): a kernel is 1 or 3 wide, not \(kernel)")
    }
    let input = try borderedCopy(of: value)
    let output = try append(
      .planes(channels: channels, rows: rows, columns: columns), .bordered, path: path)
    let weights = try place("\(path).weight", [kernel, kernel, inputs, channels], initial)
    let bias = try place("\(path).bias", [channels], .zero)
    let layer = LinearLayer(input: input, output: output, weights: weights, bias: bias)
    let (from, to) = (values[input].grid, values[output].grid)
    if kernel == 3, !isDirect, let tiling = tiling(from, to) {
      operations.append(WinogradOperation(layer: layer, from: from, to: to, tiling: tiling))
    } else {
      operations.append(ConvolutionOperation(layer: layer, from: from, to: to, kernel: kernel))
    }
    return output
  }

  mutating func activate(_ value: Int, _ activation: Activation) -> Int {
    if activation.isInvertible, !pinned.contains(value),
      var last = operations.last as? any LinearOperation, last.layer.output == value,
      last.layer.activation == nil
    {
      last.layer.activation = activation
      operations[operations.count - 1] = last
      return value
    }
    let output = copyShape(of: value)
    operations.append(
      ActivationOperation(
        input: value, output: output, stride: values[value].stride, activation: activation))
    return output
  }

  private mutating func sum(
    _ value: Int, _ branch: Int, path: String
  ) throws(ArchitectureError) -> Int {
    guard values[value].shape == values[branch].shape else {
      throw ArchitectureError(
        "\(path): a residual must keep \(values[value].shape), not make \(values[branch].shape)")
    }
    guard branch != value else { throw ArchitectureError("\(path): a residual needs layers") }
    let value = values[branch].layout == .bordered ? try borderedCopy(of: value) : value
    let branch = values[value].layout == .bordered ? try borderedCopy(of: branch) : branch
    if !pinned.contains(branch), var last = operations.last as? any LinearOperation,
      last.layer.output == branch, last.layer.activation == nil, last.layer.skip == nil
    {
      last.layer.skip = value
      operations[operations.count - 1] = last
      return branch
    }
    let output = copyShape(of: branch)
    operations.append(
      SumOperation(
        first: value, second: branch, output: output, stride: values[branch].stride))
    return output
  }

  // MARK: Layouts

  /// `value` as a plain vector.
  mutating func flattened(_ value: Int) throws(ArchitectureError) -> Int {
    guard values[value].layout == .bordered else { return value }
    let grid = values[value].grid
    let output = try append(.vector(values[value].shape.count), .plain, path: "flattening")
    isWanted[output] = isWanted[value]
    operations.append(
      LayoutOperation(input: value, output: output, grid: grid, addsBorder: false))
    return output
  }

  /// A plain value that only the caller reads, for a head that ends in `value`.
  mutating func output(of value: Int) -> Int {
    if let flat = try? flattened(value), flat != value { return flat }
    guard pinned.contains(value) else {
      pin(value)
      return value
    }
    let output = copyShape(of: value)
    operations.append(
      ActivationOperation(
        input: value, output: output, stride: values[value].stride, activation: nil))
    pin(output)
    return output
  }

  mutating func borderedCopy(of value: Int) throws(ArchitectureError) -> Int {
    guard values[value].layout == .plain else { return value }
    if let copy = bordered[value] { return copy }
    let output = try append(values[value].shape, .bordered, path: "input")
    isWanted[output] = isWanted[value]
    operations.append(
      LayoutOperation(
        input: value, output: output, grid: values[output].grid, addsBorder: true))
    bordered[value] = output
    pin(output)
    return output
  }

  // MARK: Bookkeeping

  mutating func append(
    _ shape: Shape, _ layout: Value.Layout, path: String
  ) throws(ArchitectureError) -> Int {
    guard shape.isReasonable else { throw ArchitectureError("\(path): no layer makes \(shape)") }
    values.append(Value(shape: shape, layout: layout))
    isWanted.append(true)
    return values.count - 1
  }

  mutating func copyShape(of value: Int, isWanted wanted: Bool = false) -> Int {
    values.append(values[value])
    isWanted.append(wanted || isWanted[value])
    return values.count - 1
  }

  mutating func place(
    _ name: String, _ shape: [Int], _ initial: Initialisation, isTrainable: Bool = true
  ) throws(ArchitectureError) -> Int {
    let offset = parameterCount
    var count = 1
    for dimension in shape {
      // Dimensions are at most 2^20 and the product is bounded after each, so nothing overflows.
      count *= dimension
      guard count <= Plan.largestParameterCount - offset else {
        throw ArchitectureError("\(name): a network may have 2^28 parameters, not more")
      }
    }
    blocks.append(
      ParameterBlock(
        name: name, shape: shape, offset: offset, isTrainable: isTrainable, initial: initial))
    parameterCount += count
    return offset
  }
}
