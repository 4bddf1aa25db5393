import Kernels

/// A layer of weights that can add a skip connection and apply an activation in the loop that adds
/// its bias: output = activation(weighted sums of the input + bias + skip).
protocol LinearOperation: Operation {
  var layer: LinearLayer { get set }
  /// Products of one row by the definition.
  var productCount: Int { get }
}

extension LinearOperation {
  mutating func claimGradients(_ ledger: inout GradientLedger) { layer.claimGradients(&ledger) }
}

/// What all layers of weights have in common.
struct LinearLayer {
  let input: Int
  let output: Int
  /// The offset of the weights, `[inputs, outputs]` or `[kernel, kernel, inputs, outputs]`.
  let weights: Int
  /// The offset of the `[outputs]` biases.
  let bias: Int
  var skip: Int?
  var activation: Activation?
  /// Folded into weights and biases when they are packed; for inference only.
  var normalisation: Normalisation?
  private var skipWrite = GradientWrite.skip
  private(set) var inputWrite = GradientWrite.skip
  /// Where the weights, the biases and, for the input's gradient, the transposed weights are packed.
  private(set) var packedWeights = 0
  private(set) var packedBias = 0
  private(set) var packedBackward = 0

  init(input: Int, output: Int, weights: Int, bias: Int) {
    self.input = input
    self.output = output
    self.weights = weights
    self.bias = bias
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) {
    if let skip { skipWrite = ledger.claim(skip) }
    inputWrite = ledger.claim(input)
  }

  /// Reserves room in floats for the packed weights, biases and backward weights.
  mutating func claimPacked(
    _ ledger: inout PackedLedger, weights: Int, biases: Int, backward: Int
  ) {
    packedWeights = ledger.claimForward(weights)
    packedBias = ledger.claimForward(biases)
    if inputWrite != .skip { packedBackward = ledger.claimBackward(backward) }
  }

  /// Packs the biases, and folds the normalisation into them and into packed weights, `[lines,
  /// width]`.
  func packBias(
    _ packing: Packing, channels: Int, weights: UnsafeMutablePointer<Float>, lines: Int, width: Int
  ) {
    let biases = packing.forward + packedBias
    Packing.pad(packing.parameters + bias, lines: 1, width: channels, into: biases)
    normalisation?.fold(
      into: weights, lines: lines, biases: biases, channels: channels, width: width,
      packing.parameters)
  }

  /// Where the backward weights are to be packed; nil when nobody wants the input's gradient.
  func backwardWeights(_ packing: Packing) -> UnsafeMutablePointer<Float>? {
    inputWrite == .skip ? nil : packing.backward.map { $0 + packedBackward }
  }

  /// The first part of every backward run, over `lines` lines of `width` slopes, `stride` apart:
  /// through the activation, to the skip connection and to the biases.
  ///
  /// - Returns: the gradient of what the weights made.
  func beginBackward(
    _ pass: Pass, lines: Int, width: Int, stride: Int
  ) -> UnsafeMutablePointer<Float> {
    let slope = pass.gradients[output]
    let count = lines &* stride
    activation?.differentiate(
      slope, input: pass.values[output], output: pass.values[output], count: count, pass.kernels)
    if let skip { skipWrite.deliver(slope, to: pass.gradients[skip], count: count, pass.kernels) }
    pass.kernels.addColumns(
      of: slope, rows: lines, width: width, stride: stride, to: pass.parameterGradients + bias)
    return slope
  }
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
