import Kernels

/// The element by element sum of two values: a residual that could not be joined to its last layer.
struct SumOperation: Operation {
  let first: Int
  let second: Int
  let output: Int
  /// Floats of one row, padding included.
  let stride: Int
  private var firstWrite = GradientWrite.skip
  private var secondWrite = GradientWrite.skip

  init(first: Int, second: Int, output: Int, stride: Int) {
    self.first = first
    self.second = second
    self.output = output
    self.stride = stride
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) {
    firstWrite = ledger.claim(first)
    secondWrite = ledger.claim(second)
  }

  func forward(_ pass: Pass) {
    let target = pass.values[output]
    target.update(from: pass.values[first], count: pass.rows &* stride)
    pass.kernels.add(pass.values[second], to: target, count: pass.rows &* stride)
  }

  func backward(_ pass: Pass) {
    let slope = pass.gradients[output]
    let count = pass.rows &* stride
    firstWrite.deliver(slope, to: pass.gradients[first], count: count, pass.kernels)
    secondWrite.deliver(slope, to: pass.gradients[second], count: count, pass.kernels)
  }
}
