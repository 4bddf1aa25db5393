import Kernels

/// Learnt numbers that depend on no input: every row is the bias.
struct ConstantOperation: Operation {
  let output: Int
  let width: Int
  /// The offset of the numbers in the parameters.
  let bias: Int

  mutating func claimGradients(_ ledger: inout GradientLedger) {}

  func forward(_ pass: Pass) {
    for row in 0..<pass.rows {
      (pass.values[output] + row &* width).update(from: pass.parameters + bias, count: width)
    }
  }

  func backward(_ pass: Pass) {
    pass.kernels.addColumns(
      of: pass.gradients[output], rows: pass.rows, width: width, stride: width,
      to: pass.parameterGradients + bias)
  }
}
