extension ONNXExporter {
  mutating func layer(_ layer: Layer, _ input: Tensor, _ path: String) -> Tensor {
    switch layer {
    case .dense(let outputs, _):
      return dense(outputs, input, path)
    case .convolution(let channels, let kernel, _):
      return convolution(channels, kernel, input, path)
    case .residual(let layers):
      let branch = self.layers(layers, input, path)
      return Tensor(name: graph.node("Add", [input.name, branch.name]), shape: input.shape)
    case .activation(let activation):
      return Tensor(name: activate(activation, input.name), shape: input.shape)
    case .constant(let outputs, _):
      return constant(outputs, path)
    case .batchNormalisation:
      let parameters = ["scale", "shift", "mean", "variance"].map { block("\(path).\($0)") }
      let name = graph.node(
        "BatchNormalization", [input.name] + parameters,
        [("epsilon", .float(BatchNormalisationOperation.epsilon))])
      return Tensor(name: name, shape: input.shape)
    case .layerNormalisation:
      return layerNormalisation(input, path)
    case .squeezeExcite(let reduced):
      return squeezeExcite(reduced, input, path)
    case .globalPoolingBias(let channels):
      return globalPoolingBias(channels, input, path)
    case .embedding(_, let width):
      let indices = graph.node("Cast", [input.name], [("to", .integer(7))])
      let vectors = graph.node("Gather", [block("\(path).weight"), indices])
      return Tensor(
        name: graph.node("Flatten", [vectors]), shape: .vector(input.shape.count * width))
    case .dueling(let actions, let atoms, let value, let advantage):
      return dueling(actions, atoms, value, advantage, input, path)
    }
  }

  private mutating func activate(_ activation: Activation, _ input: String) -> String {
    switch activation {
    case .relu: graph.node("Relu", [input])
    case .leakyRelu(let slope): graph.node("LeakyRelu", [input], [("alpha", .float(slope))])
    case .tanh: graph.node("Tanh", [input])
    case .mish: graph.node("Mish", [input])
    }
  }

  /// The biases once for each row of the batch.
  private mutating func constant(_ outputs: Int, _ path: String) -> Tensor {
    let shape = graph.node("Shape", ["input"], [("end", .integer(1))])
    let width = graph.integers([outputs])
    let whole = graph.node("Concat", [shape, width], [("axis", .integer(0))])
    return Tensor(
      name: graph.node("Expand", [block("\(path).bias"), whole]), shape: .vector(outputs))
  }

  private mutating func layerNormalisation(_ input: Tensor, _ path: String) -> Tensor {
    let axes: String
    var shape = [1, input.shape.count]
    switch input.shape {
    case .vector: axes = graph.integers([1])
    case .planes(let channels, _, _):
      axes = graph.integers([1, 2, 3])
      shape = [1, channels, 1, 1]
    }
    let mean = graph.node("ReduceMean", [input.name, axes])
    let centred = graph.node("Sub", [input.name, mean])
    let squares = graph.node("Mul", [centred, centred])
    let variance = graph.node("ReduceMean", [squares, axes])
    let epsilon = graph.tensor(
      "\(path).epsilon", [BatchNormalisationOperation.epsilon], shape: [1])
    let deviation = graph.node("Sqrt", [graph.node("Add", [variance, epsilon])])
    let normal = graph.node("Div", [centred, deviation])
    let scale = graph.tensor("\(path).scale", values("\(path).scale"), shape: shape)
    let shift = graph.tensor("\(path).shift", values("\(path).shift"), shape: shape)
    let scaled = graph.node("Mul", [normal, scale])
    return Tensor(name: graph.node("Add", [scaled, shift]), shape: input.shape)
  }

  private mutating func squeezeExcite(
    _ reduced: Int, _ input: Tensor, _ path: String
  ) -> Tensor {
    let channels = channelCount(input)
    let means = reduce("ReduceMean", input, channels)
    var numbers = dense(reduced, means, "\(path).squeeze")
    numbers.name = graph.node("Relu", [numbers.name])
    numbers = dense(channels, numbers, "\(path).excite")
    let gates = onBoard(graph.node("Sigmoid", [numbers.name]), channels)
    return Tensor(name: graph.node("Mul", [input.name, gates]), shape: input.shape)
  }

  private mutating func globalPoolingBias(
    _ count: Int, _ input: Tensor, _ path: String
  ) -> Tensor {
    var pooled = convolution(count, 1, input, "\(path).pool")
    pooled.name = graph.node("Relu", [pooled.name])
    let means = reduce("ReduceMean", pooled, count).name
    let points = Float(input.shape.count / channelCount(input))
    let factor = graph.tensor(
      "\(path).width", [(points.squareRoot() - 14) / 10], shape: [1])
    let scaled = graph.node("Mul", [means, factor])
    let tops = reduce("ReduceMax", pooled, count).name
    let numbers = graph.node("Concat", [means, scaled, tops], [("axis", .integer(1))])
    let channels = channelCount(input)
    let biases = dense(
      channels, Tensor(name: numbers, shape: .vector(3 * count)), "\(path).bias")
    return Tensor(
      name: graph.node("Add", [input.name, onBoard(biases.name, channels)]), shape: input.shape)
  }

  private mutating func dueling(
    _ actions: Int, _ atoms: Int, _ value: [Layer], _ advantage: [Layer], _ input: Tensor,
    _ path: String
  ) -> Tensor {
    let values = flat(layers(value, input, "\(path).value"))
    let advantages = flat(layers(advantage, input, "\(path).advantage"))
    let base = graph.node("Reshape", [values.name, graph.integers([-1, 1, atoms])])
    let table = graph.node("Reshape", [advantages.name, graph.integers([-1, actions, atoms])])
    let mean = graph.node("ReduceMean", [table, graph.integers([1])])
    let sum = graph.node("Add", [base, graph.node("Sub", [table, mean])])
    return Tensor(name: graph.node("Flatten", [sum]), shape: .vector(actions * atoms))
  }

  private func channelCount(_ tensor: Tensor) -> Int {
    guard case .planes(let channels, _, _) = tensor.shape else {
      preconditionFailure("\(tensor.shape) has no channels")
    }
    return channels
  }

  /// `[channels]`: one number for each plane.
  private mutating func reduce(_ operation: String, _ input: Tensor, _ channels: Int) -> Tensor {
    let axes = graph.integers([2, 3])
    let name = graph.node(operation, [input.name, axes], [("keepdims", .integer(0))])
    return Tensor(name: name, shape: .vector(channels))
  }

  /// `[channels, 1, 1]`: numbers that spread over a board.
  private mutating func onBoard(_ name: String, _ channels: Int) -> String {
    graph.node("Reshape", [name, graph.integers([-1, channels, 1, 1])])
  }
}
