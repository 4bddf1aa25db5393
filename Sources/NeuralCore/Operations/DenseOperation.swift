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
  private var skipWrite = GradientWrite.skip
  private var inputWrite = GradientWrite.skip

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

  func forward(_ pass: Pass) {
    let target = pass.values[output]
    let count = pass.rows &* outputs
    for row in 0..<pass.rows {
      (target + row &* outputs).update(from: pass.parameters + bias, count: outputs)
    }
    if let skip { Vector.add(pass.values[skip], to: target, count: count) }
    BLAS.multiply(
      m: pass.rows, n: outputs, k: inputs, pass.values[input], inputs, pass.parameters + weights,
      outputs, beta: 1, target, outputs)
    activation?.apply(to: target, count: count)
  }

  func backward(_ pass: Pass) {
    let slope = pass.gradients[output]
    let count = pass.rows &* outputs
    activation?.differentiate(
      slope, input: pass.values[output], output: pass.values[output], count: count)
    if let skip { Vector.deliver(slope, to: pass.gradients[skip], count: count, skipWrite) }
    Vector.addColumns(
      of: slope, rows: pass.rows, width: outputs, stride: outputs,
      to: pass.parameterGradients + bias)
    BLAS.multiplyTransposedLeft(
      m: inputs, n: outputs, k: pass.rows, pass.values[input], inputs, slope, outputs, beta: 1,
      pass.parameterGradients + weights, outputs)
    guard inputWrite != .skip else { return }
    BLAS.multiplyTransposedRight(
      m: pass.rows, n: inputs, k: outputs, slope, outputs, pass.parameters + weights, outputs,
      beta: inputWrite.beta, pass.gradients[input], inputs)
  }
}
