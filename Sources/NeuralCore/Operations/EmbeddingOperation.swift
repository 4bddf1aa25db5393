import Kernels

/// Whole numbers to learnt vectors: `[count]` indices to `[count, width]`, flattened.
struct EmbeddingOperation: Operation {
  let input: Int
  let output: Int
  let count: Int
  let symbols: Int
  let width: Int
  /// The offset of the `[symbols, width]` vectors.
  let weights: Int

  mutating func claimGradients(_ ledger: inout GradientLedger) {}

  /// The symbol that an input names; inputs outside are the nearest symbol.
  private func symbol(_ input: Float) -> Int {
    input >= 0 ? Int(min(input, Float(symbols - 1))) : 0
  }

  func forward(_ pass: Pass) {
    for index in 0..<(pass.rows &* count) {
      let vector = pass.parameters + weights + symbol(pass.values[input][index]) &* width
      (pass.values[output] + index &* width).update(from: vector, count: width)
    }
  }

  func backward(_ pass: Pass) {
    for index in 0..<(pass.rows &* count) {
      pass.kernels.add(
        pass.gradients[output] + index &* width,
        to: pass.parameterGradients + weights + symbol(pass.values[input][index]) &* width,
        count: width)
    }
  }
}
