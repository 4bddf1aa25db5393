import Kernels

/// output = activation(input weights + bias + skip), over plain vectors.
struct DenseOperation: LinearOperation {
  var layer: LinearLayer
  let inputs: Int
  let outputs: Int

  var productCount: Int { inputs * outputs }

  /// Weights are packed as `[inputs, paddedOutputs]`, transposed ones as `[outputs, paddedInputs]`.
  mutating func claimPacked(_ ledger: inout PackedLedger) {
    layer.claimPacked(
      &ledger, weights: inputs * Value.padded(outputs), biases: outputs,
      backward: outputs * Value.padded(inputs))
  }

  func pack(_ packing: Packing) {
    let weights = packing.forward + layer.packedWeights
    Packing.pad(packing.parameters + layer.weights, lines: inputs, width: outputs, into: weights)
    layer.packBias(
      packing, channels: outputs, weights: weights, lines: inputs, width: Value.padded(outputs))
    guard let backward = layer.backwardWeights(packing) else { return }
    packing.kernels.transpose(
      rows: inputs, columns: outputs, source: packing.parameters + layer.weights,
      sourceStride: outputs, target: backward, targetStride: Value.padded(inputs))
  }

  func forward(_ pass: Pass) {
    let target = pass.values[layer.output]
    let count = pass.rows &* outputs
    let activation = layer.activation
    if let skip = layer.skip { target.update(from: pass.values[skip], count: count) }
    pass.kernels.multiply(
      rows: pass.rows, outputs: outputs, depth: inputs, left: pass.values[layer.input],
      rowStride: inputs, right: pass.packed + layer.packedWeights,
      rightStride: Value.padded(outputs), bias: pass.packed + layer.packedBias,
      addsTarget: layer.skip != nil, isRectified: activation == .relu, target: target,
      targetStride: outputs)
    if activation != .relu { activation?.apply(to: target, count: count, pass.kernels) }
  }

  func backward(_ pass: Pass) {
    let slope = layer.beginBackward(pass, lines: pass.rows, width: outputs, stride: outputs)
    pass.kernels.accumulate(
      channels: inputs, outputs: outputs, depth: pass.rows, inputs: pass.values[layer.input],
      inputStride: inputs, slopes: slope, slopeStride: outputs,
      target: pass.parameterGradients + layer.weights)
    guard layer.inputWrite != .skip else { return }
    pass.kernels.multiply(
      rows: pass.rows, outputs: inputs, depth: outputs, left: slope, rowStride: outputs,
      right: pass.packedBackward + layer.packedBackward, rightStride: Value.padded(inputs),
      addsTarget: layer.inputWrite == .accumulate, target: pass.gradients[layer.input],
      targetStride: inputs)
  }
}
