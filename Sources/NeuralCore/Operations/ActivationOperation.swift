/// A function of every element; a plain copy when there is no function.
struct ActivationOperation: Operation {
  let input: Int
  let output: Int
  /// Floats of one row, padding included.
  let stride: Int
  let activation: Activation?
  private var write = GradientWrite.skip

  init(input: Int, output: Int, stride: Int, activation: Activation?) {
    self.input = input
    self.output = output
    self.stride = stride
    self.activation = activation
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) { write = ledger.claim(input) }

  func forward(_ pass: Pass) {
    let target = pass.values[output]
    target.update(from: pass.values[input], count: pass.rows &* stride)
    activation?.apply(to: target, count: pass.rows &* stride, pass.kernels)
  }

  func backward(_ pass: Pass) {
    let count = pass.rows &* stride
    let slope = pass.gradients[output]
    activation?.differentiate(
      slope, input: pass.values[input], output: pass.values[output], count: count, pass.kernels)
    write.deliver(slope, to: pass.gradients[input], count: count, pass.kernels)
  }
}
