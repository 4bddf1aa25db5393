import Foundation

/// Softmax of one row, over the legal entries.
public enum Softmax {
  /// log Σ exp(logits) over the legal entries, stable for any finite logits. In double, because
  /// a logit minus this is small where both are large.
  ///
  /// - Precondition: at least one entry is legal.
  public static func logNormaliser(
    _ logits: UnsafeBufferPointer<Float>, legal: UnsafeBufferPointer<Bool>? = nil
  ) -> Double {
    var top = -Float.infinity
    for index in logits.indices where legal?[index] ?? true { top = max(top, logits[index]) }
    precondition(top > -.infinity, "no legal action among \(logits.count), or no finite logit")
    var sum: Float = 0
    for index in logits.indices where legal?[index] ?? true { sum += exp(logits[index] - top) }
    return Double(top) + Double(log(sum))
  }

  /// Writes the probabilities of every entry; illegal ones get exactly 0.
  public static func probabilities(
    _ logits: UnsafeBufferPointer<Float>, legal: UnsafeBufferPointer<Bool>? = nil,
    into probabilities: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      probabilities.count == logits.count, "\(logits.count) logits, \(probabilities.count) places")
    let normaliser = logNormaliser(logits, legal: legal)
    for index in logits.indices {
      probabilities[index] =
        legal?[index] ?? true ? Float(exp(Double(logits[index]) - normaliser)) : 0
    }
  }

  /// Writes the logarithms of the probabilities; illegal entries get minus infinity.
  public static func logProbabilities(
    _ logits: UnsafeBufferPointer<Float>, legal: UnsafeBufferPointer<Bool>? = nil,
    into logarithms: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      logarithms.count == logits.count, "\(logits.count) logits, \(logarithms.count) places")
    let normaliser = logNormaliser(logits, legal: legal)
    for index in logits.indices {
      logarithms[index] =
        legal?[index] ?? true ? Float(Double(logits[index]) - normaliser) : -.infinity
    }
  }
}
