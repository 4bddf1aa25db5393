/// A linear operation that can add a skip connection and apply an activation in the loop that adds
/// its bias: output = activation(linear(input) + bias + skip).
protocol FusibleOperation: Operation {
  var output: Int { get }
  var skip: Int? { get set }
  var activation: Activation? { get set }
  /// Folded into weights and biases when they are packed; for inference only.
  var normalisation: Normalisation? { get set }
}

/// Where the parameters of a batch normalisation lie: offsets of `[channels]` blocks.
struct Normalisation: Hashable, Sendable {
  let scale: Int
  let shift: Int
  let mean: Int
  let variance: Int

  /// What normalising by the running statistics multiplies channel `channel` by, and adds.
  func affine(_ channel: Int, _ parameters: UnsafePointer<Float>) -> (factor: Float, shift: Float) {
    let deviation =
      (parameters[variance &+ channel] + BatchNormalisationOperation.epsilon).squareRoot()
    let factor = parameters[scale &+ channel] / deviation
    return (factor, parameters[shift &+ channel] - factor * parameters[mean &+ channel])
  }

  /// Folds this normalisation into padded weights, `[lines, width]`, and biases, `[width]`.
  func fold(
    into weights: UnsafeMutablePointer<Float>, lines: Int, biases: UnsafeMutablePointer<Float>,
    channels: Int, width: Int, _ parameters: UnsafePointer<Float>
  ) {
    for channel in 0..<channels {
      let (factor, shift) = affine(channel, parameters)
      for line in 0..<lines { weights[line &* width &+ channel] *= factor }
      biases[channel] = biases[channel] * factor + shift
    }
  }
}
