import Foundation
import NeuralCore

/// The textbook version of every layer: one row at a time, plain loops, double precision, nothing
/// shared with the library but the architecture and the names of its parameters.
struct ReferenceNetwork {
  let architecture: Architecture
  private let blocks: [String: ParameterBlock]
  var parameters: [Double]

  init(_ network: Network) {
    architecture = network.architecture
    blocks = Dictionary(uniqueKeysWithValues: network.layout.map { ($0.name, $0) })
    parameters = network.parameters.map(Double.init)
  }

  /// `[head][width]`: the outputs for one row.
  func outputs(_ row: [Double]) -> [[Double]] {
    let trunk = run(architecture.trunk, (row, architecture.input), "trunk")
    return architecture.heads.map { run($0.layers, trunk, $0.name).values }
  }

  typealias Tensor = (values: [Double], shape: Shape)

  private func run(_ layers: [Layer], _ input: Tensor, _ path: String) -> Tensor {
    var tensor = input
    for (index, layer) in layers.enumerated() {
      tensor = run(layer, tensor, "\(path).\(index)")
    }
    return tensor
  }

  private func run(_ layer: Layer, _ input: Tensor, _ path: String) -> Tensor {
    switch layer {
    case .dense(let outputs, _):
      return (dense(input.values, outputs, path), .vector(outputs))
    case .convolution(let channels, let kernel, _):
      return convolution(input, channels, kernel, path)
    case .residual(let layers):
      let branch = run(layers, input, path)
      return (zip(input.values, branch.values).map(+), input.shape)
    case .activation(let activation):
      return (input.values.map { activate($0, activation) }, input.shape)
    case .constant(let outputs, _):
      return (Array(tensor(path, "bias")), .vector(outputs))
    }
  }

  /// The values of one tensor.
  private func tensor(_ path: String, _ name: String) -> ArraySlice<Double> {
    parameters[blocks["\(path).\(name)"]!.range]
  }

  private func dense(_ inputs: [Double], _ outputs: Int, _ path: String) -> [Double] {
    let weights = tensor(path, "weight")
    return tensor(path, "bias").enumerated().map { output, bias in
      inputs.indices.reduce(bias) {
        $0 + inputs[$1] * weights[weights.startIndex + $1 * outputs + output]
      }
    }
  }

  private func convolution(
    _ input: Tensor, _ channels: Int, _ kernel: Int, _ path: String
  ) -> Tensor {
    guard case .planes(let inputs, let rows, let columns) = input.shape else { fatalError() }
    let weights = tensor(path, "weight")
    let biases = tensor(path, "bias")
    var output: [Double] = []
    for channel in 0..<channels {
      for row in 0..<rows {
        for column in 0..<columns {
          var sum = biases[biases.startIndex + channel]
          for dy in 0..<kernel {
            for dx in 0..<kernel {
              let (y, x) = (row + dy - kernel / 2, column + dx - kernel / 2)
              guard y >= 0, y < rows, x >= 0, x < columns else { continue }
              for source in 0..<inputs {
                let weight = ((dy * kernel + dx) * inputs + source) * channels + channel
                sum +=
                  input.values[(source * rows + y) * columns + x]
                  * weights[weights.startIndex + weight]
              }
            }
          }
          output.append(sum)
        }
      }
    }
    return (output, .planes(channels: channels, rows: rows, columns: columns))
  }

  private func activate(_ x: Double, _ activation: Activation) -> Double {
    switch activation {
    case .relu: max(x, 0)
    case .leakyRelu(let slope): x > 0 ? x : Double(slope) * x
    case .tanh: Foundation.tanh(x)
    case .mish: x * Foundation.tanh(log1p(exp(x)))
    }
  }
}
