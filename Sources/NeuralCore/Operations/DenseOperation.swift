/// output = activation(input weights + bias + skip), over plain vectors.
struct DenseOperation: FusibleOperation {
  let input: Int
  let output: Int
  let inputs: Int
  let outputs: Int
  /// The offset of the `[inputs, outputs]` weights.
  let weights: Int
  /// The offset of the `[outputs]` biases.
  let bias: Int
  var skip: Int?
  var activation: Activation?
  var normalisation: Normalisation?
  private var skipWrite = GradientWrite.skip
  private var inputWrite = GradientWrite.skip
  /// Where the weights, `[inputs, paddedOutputs]`, and the biases are packed.
  private var packedWeights = 0
  private var packedBias = 0
  /// Where the transposed weights, `[outputs, paddedInputs]`, are packed.
  private var packedBackward = 0

  init(input: Int, output: Int, inputs: Int, outputs: Int, weights: Int, bias: Int) {
    self.input = input
    self.output = output
    self.inputs = inputs
    self.outputs = outputs
    self.weights = weights
    self.bias = bias
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) {
    if let skip { skipWrite = ledger.claim(skip) }
    inputWrite = ledger.claim(input)
  }

  mutating func claimPacked(_ ledger: inout PackedLedger) {
    packedWeights = ledger.claimForward(inputs * Value.padded(outputs))
    packedBias = ledger.claimForward(outputs)
    if inputWrite != .skip {
      packedBackward = ledger.claimBackward(outputs * Value.padded(inputs))
    }
  }

  func pack(_ packing: Packing) {
    Packing.pad(
      packing.parameters + weights, lines: inputs, width: outputs,
      into: packing.forward + packedWeights)
    Packing.pad(
      packing.parameters + bias, lines: 1, width: outputs, into: packing.forward + packedBias)
    normalisation?.fold(
      into: packing.forward + packedWeights, lines: inputs,
      biases: packing.forward + packedBias, channels: outputs, width: Value.padded(outputs),
      packing.parameters)
    guard let backward = packing.backward, inputWrite != .skip else { return }
    packing.kernels.transpose(
      rows: inputs, columns: outputs, source: packing.parameters + weights, sourceStride: outputs,
      target: backward + packedBackward, targetStride: Value.padded(inputs))
  }

  func forward(_ pass: Pass) {
    let target = pass.values[output]
    let count = pass.rows &* outputs
    if let skip { target.update(from: pass.values[skip], count: count) }
    pass.kernels.multiply(
      rows: pass.rows, outputs: outputs, depth: inputs, left: pass.values[input],
      rowStride: inputs, right: pass.packed + packedWeights, rightStride: Value.padded(outputs),
      bias: pass.packed + packedBias, addsTarget: skip != nil, isRectified: activation == .relu,
      target: target, targetStride: outputs)
    if activation != .relu { activation?.apply(to: target, count: count, pass.kernels) }
  }

  func backward(_ pass: Pass) {
    let slope = pass.gradients[output]
    let count = pass.rows &* outputs
    activation?.differentiate(
      slope, input: pass.values[output], output: pass.values[output], count: count, pass.kernels)
    if let skip { skipWrite.deliver(slope, to: pass.gradients[skip], count: count, pass.kernels) }
    pass.kernels.addColumns(
      of: slope, rows: pass.rows, width: outputs, stride: outputs,
      to: pass.parameterGradients + bias)
    pass.kernels.accumulate(
      channels: inputs, outputs: outputs, depth: pass.rows, inputs: pass.values[input],
      inputStride: inputs, slopes: slope, slopeStride: outputs,
      target: pass.parameterGradients + weights)
    guard inputWrite != .skip else { return }
    pass.kernels.multiply(
      rows: pass.rows, outputs: inputs, depth: outputs, left: slope, rowStride: outputs,
      right: pass.packedBackward + packedBackward, rightStride: Value.padded(inputs),
      addsTarget: inputWrite == .accumulate, target: pass.gradients[input], targetStride: inputs)
  }
}
