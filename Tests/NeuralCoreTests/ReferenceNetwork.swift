import Foundation
import NeuralCore

/// The textbook version of every layer: row after row, plain loops, double precision, nothing
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

  /// `[row][head][width]`: the outputs for a batch of rows.
  ///
  /// - Parameter isTraining: whether batch normalisation uses this batch's statistics.
  func outputs(_ rows: [[Double]], isTraining: Bool = false) -> [[[Double]]] {
    let trunk = run(architecture.trunk, (rows, architecture.input), "trunk", isTraining)
    let heads = architecture.heads.map { run($0.layers, trunk, $0.name, isTraining).rows }
    return rows.indices.map { row in heads.map { $0[row] } }
  }

  typealias Tensor = (rows: [[Double]], shape: Shape)

  private func run(
    _ layers: [Layer], _ input: Tensor, _ path: String, _ isTraining: Bool
  ) -> Tensor {
    var tensor = input
    for (index, layer) in layers.enumerated() {
      tensor = run(layer, tensor, "\(path).\(index)", isTraining)
    }
    return tensor
  }

  private func run(
    _ layer: Layer, _ input: Tensor, _ path: String, _ isTraining: Bool
  ) -> Tensor {
    func each(_ shape: Shape, _ body: ([Double]) -> [Double]) -> Tensor {
      (input.rows.map(body), shape)
    }
    switch layer {
    case .dense(let outputs, _):
      return each(.vector(outputs)) { dense($0, outputs, path) }
    case .convolution(let channels, let kernel, _):
      guard case .planes(_, let rows, let columns) = input.shape else { fatalError() }
      return each(.planes(channels: channels, rows: rows, columns: columns)) {
        convolution($0, input.shape, channels, kernel, path)
      }
    case .residual(let layers):
      let branch = run(layers, input, path, isTraining)
      return (zip(input.rows, branch.rows).map { zip($0, $1).map(+) }, input.shape)
    case .activation(let activation):
      return each(input.shape) { $0.map { activate($0, activation) } }
    case .constant(let outputs, _):
      return each(.vector(outputs)) { _ in Array(tensor(path, "bias")) }
    case .batchNormalisation:
      return batchNormalisation(input, path, isTraining)
    case .layerNormalisation:
      return each(input.shape) { row in
        let (mean, variance) = moments(row)
        return scaled(row.map { ($0 - mean) / (variance + 1e-5).squareRoot() }, input.shape, path)
      }
    case .squeezeExcite(let reduced):
      return each(input.shape) { row in
        let means = channels(row, input.shape).map { $0.reduce(0, +) / Double($0.count) }
        let middle = dense(means, reduced, path + ".squeeze").map { max($0, 0) }
        let gates = dense(middle, means.count, path + ".excite").map { 1 / (1 + exp(-$0)) }
        return zip(channels(row, input.shape), gates).flatMap { plane, gate in
          plane.map { $0 * gate }
        }
      }
    case .globalPoolingBias(let count):
      return each(input.shape) { row in
        let pooled = channels(
          convolution(row, input.shape, count, 1, path + ".pool").map { max($0, 0) },
          .planes(channels: count, rows: 1, columns: row.count / channelCount(input.shape)))
        let means = pooled.map { $0.reduce(0, +) / Double($0.count) }
        let width = (Double(pooled[0].count).squareRoot() - 14) / 10
        let numbers = means + means.map { $0 * width } + pooled.map { $0.max()! }
        let biases = dense(numbers, channelCount(input.shape), path + ".bias")
        return zip(channels(row, input.shape), biases).flatMap { plane, bias in
          plane.map { $0 + bias }
        }
      }
    case .embedding(_, let width):
      let weights = Array(tensor(path, "weight"))
      return each(.vector(input.shape.count * width)) { row in
        row.flatMap { weights[(Int($0) * width)..<((Int($0) + 1) * width)] }
      }
    case .dueling(let actions, let atoms, let value, let advantage):
      let values = run(value, input, path + ".value", isTraining).rows
      let advantages = run(advantage, input, path + ".advantage", isTraining).rows
      return (
        input.rows.indices.map { row in
          (0..<actions * atoms).map { index in
            let mean = (0..<actions).reduce(0) { $0 + advantages[row][$1 * atoms + index % atoms] }
            return values[row][index % atoms] + advantages[row][index] - mean / Double(actions)
          }
        }, .vector(actions * atoms)
      )
    }
  }

  // MARK: Normalisation

  private func channelCount(_ shape: Shape) -> Int {
    switch shape {
    case .vector(let count): count
    case .planes(let channels, _, _): channels
    }
  }

  /// The numbers of each channel.
  private func channels(_ row: [Double], _ shape: Shape) -> [[Double]] {
    let points = row.count / channelCount(shape)
    return (0..<channelCount(shape)).map { Array(row[($0 * points)..<(($0 + 1) * points)]) }
  }

  private func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
  }

  private func scaled(_ normal: [Double], _ shape: Shape, _ path: String) -> [Double] {
    let (scales, shifts) = (Array(tensor(path, "scale")), Array(tensor(path, "shift")))
    return channels(normal, shape).enumerated().flatMap { channel, plane in
      plane.map { $0 * scales[channel] + shifts[channel] }
    }
  }

  private func batchNormalisation(_ input: Tensor, _ path: String, _ isTraining: Bool) -> Tensor {
    let (means, variances) = (Array(tensor(path, "mean")), Array(tensor(path, "variance")))
    let statistics = (0..<channelCount(input.shape)).map { channel in
      isTraining
        ? moments(input.rows.flatMap { channels($0, input.shape)[channel] })
        : (means[channel], variances[channel])
    }
    let rows = input.rows.map { row in
      scaled(
        channels(row, input.shape).enumerated().flatMap { channel, plane in
          let (mean, variance) = statistics[channel]
          return plane.map { ($0 - mean) / (variance + 1e-5).squareRoot() }
        }, input.shape, path)
    }
    return (rows, input.shape)
  }

  // MARK: Linear layers

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
    _ input: [Double], _ shape: Shape, _ channels: Int, _ kernel: Int, _ path: String
  ) -> [Double] {
    guard case .planes(let inputs, let rows, let columns) = shape else { fatalError() }
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
                  input[(source * rows + y) * columns + x]
                  * weights[weights.startIndex + weight]
              }
            }
          }
          output.append(sum)
        }
      }
    }
    return output
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
