public import Foundation
public import Storage

extension Network {
  /// Writes the network as an ONNX model whose input is "input", `[batch, …]` with planes as
  /// `[batch, channels, rows, columns]`, and whose outputs are named after the heads,
  /// `[batch, width]`. Normalisations use their running statistics.
  public func writeONNX(to path: String) throws(StorageError) {
    try DurableFile.write(onnx, to: path)
  }

  /// The ONNX model as bytes.
  public var onnx: Data {
    var exporter = ONNXExporter(self)
    return exporter.export()
  }
}

/// Walks an architecture and writes each layer as ONNX operators.
struct ONNXExporter {
  private let network: Network
  private let blocks: [String: ParameterBlock]
  var graph = ONNXGraph()

  /// A tensor of the graph: its name and the shape of its rows.
  struct Tensor {
    var name: String
    var shape: Shape
  }

  init(_ network: Network) {
    self.network = network
    blocks = Dictionary(uniqueKeysWithValues: network.layout.map { ($0.name, $0) })
  }

  mutating func export() -> Data {
    let shape = network.architecture.input
    switch shape {
    case .vector(let count): graph.declareInput("input", shape: [count])
    case .planes(let channels, let rows, let columns):
      graph.declareInput("input", shape: [channels, rows, columns])
    }
    let input = Tensor(name: "input", shape: shape)
    let trunk = layers(network.architecture.trunk, input, "trunk")
    for head in network.architecture.heads {
      let top = flat(layers(head.layers, trunk, head.name))
      _ = graph.node("Identity", [top.name], output: head.name)
      graph.declareOutput(head.name, shape: [top.shape.count])
    }
    return graph.model
  }

  mutating func layers(_ layers: [Layer], _ input: Tensor, _ path: String) -> Tensor {
    var tensor = input
    for (index, layer) in layers.enumerated() {
      tensor = self.layer(layer, tensor, "\(path).\(index)")
    }
    return tensor
  }

  /// The block called `name` as an initialiser of that name.
  mutating func block(_ name: String) -> String {
    graph.tensor(name, values(name), shape: blocks[name]?.shape ?? [])
  }

  /// The values of the block called `name`.
  func values(_ name: String) -> [Float] {
    guard let block = blocks[name] else { preconditionFailure("the network has no \(name)") }
    return Array(network.parameters[block.range])
  }

  mutating func flat(_ tensor: Tensor) -> Tensor {
    guard case .planes = tensor.shape else { return tensor }
    return Tensor(
      name: graph.node("Flatten", [tensor.name]), shape: .vector(tensor.shape.count))
  }

  mutating func dense(_ outputs: Int, _ input: Tensor, _ path: String) -> Tensor {
    let weights = block("\(path).weight")
    let biases = block("\(path).bias")
    return Tensor(
      name: graph.node("Gemm", [flat(input).name, weights, biases]), shape: .vector(outputs))
  }

  mutating func convolution(
    _ channels: Int, _ kernel: Int, _ input: Tensor, _ path: String
  ) -> Tensor {
    guard case .planes(let inputs, let rows, let columns) = input.shape else {
      preconditionFailure("a convolution of \(input.shape)")
    }
    // From [kernel, kernel, inputs, outputs] to [outputs, inputs, kernel, kernel].
    let source = values("\(path).weight")
    let taps = kernel * kernel
    let weights = (0..<source.count).map { index in
      let (output, rest) = index.quotientAndRemainder(dividingBy: inputs * taps)
      return source[(rest % taps * inputs + rest / taps) * channels + output]
    }
    graph.tensor("\(path).weight", weights, shape: [channels, inputs, kernel, kernel])
    let name = graph.node(
      "Conv", [input.name, "\(path).weight", block("\(path).bias")],
      [
        ("kernel_shape", .integers([kernel, kernel])),
        ("pads", .integers([Int](repeating: kernel / 2, count: 4))),
      ])
    return Tensor(
      name: name, shape: .planes(channels: channels, rows: rows, columns: columns))
  }
}
