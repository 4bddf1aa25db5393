import Foundation

/// Losses of one row. Each returns its value and adds `weight` times its derivative to `gradient`,
/// so that several losses of one head can be summed.
///
/// The weight is usually 1 / batch, so that a batch's loss is a mean.
public enum Loss {
  /// -Σ target log softmax(logits): cross-entropy with soft targets over `[actions]`.
  ///
  /// - Parameters:
  ///   - legal: actions to choose from; others get probability 0 and gradient 0. Nil is all.
  ///   - target: a distribution over the legal actions. Illegal entries are ignored.
  /// - Precondition: at least one action is legal.
  @discardableResult
  public static func crossEntropy(
    logits: UnsafeBufferPointer<Float>, target: UnsafeBufferPointer<Float>,
    legal: UnsafeBufferPointer<Bool>? = nil, weight: Float,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    precondition(
      target.count == logits.count && gradient.count == logits.count
        && legal?.count ?? logits.count == logits.count,
      "\(logits.count) logits, \(target.count) targets, \(gradient.count) gradients")
    let normaliser = Softmax.logNormaliser(logits, legal: legal)
    var mass: Float = 0
    for action in logits.indices where legal?[action] ?? true { mass += target[action] }
    var loss = 0.0
    for action in logits.indices where legal?[action] ?? true {
      let logProbability = Float(Double(logits[action]) - normaliser)
      loss -= Double(target[action]) * Double(logProbability)
      gradient[action] += weight * (mass * exp(logProbability) - target[action])
    }
    return loss
  }

  /// (output - target)^2.
  @discardableResult
  public static func squaredError(
    output: Float, target: Float, weight: Float, gradient: inout Float
  ) -> Double {
    let error = output - target
    gradient += weight * 2 * error
    return Double(error) * Double(error)
  }

  /// error^2 / 2 within ±`threshold`, else threshold (|error| - threshold / 2). Source: Huber 1964.
  @discardableResult
  public static func huber(
    output: Float, target: Float, threshold: Float = 1, weight: Float, gradient: inout Float
  ) -> Double {
    let error = output - target
    if abs(error) <= threshold {
      gradient += weight * error
      return 0.5 * Double(error) * Double(error)
    }
    gradient += weight * (error > 0 ? threshold : -threshold)
    return Double(threshold) * (Double(abs(error)) - 0.5 * Double(threshold))
  }

  /// The entropy of softmax(logits) in nats, over the legal actions.
  ///
  /// To favour high entropy, pass a negative weight.
  @discardableResult
  public static func entropy(
    logits: UnsafeBufferPointer<Float>, legal: UnsafeBufferPointer<Bool>? = nil, weight: Float,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let normaliser = Softmax.logNormaliser(logits, legal: legal)
    var entropy: Float = 0
    for action in logits.indices where legal?[action] ?? true {
      let logProbability = Float(Double(logits[action]) - normaliser)
      entropy -= exp(logProbability) * logProbability
    }
    for action in logits.indices where legal?[action] ?? true {
      let logProbability = Float(Double(logits[action]) - normaliser)
      gradient[action] -= weight * exp(logProbability) * (logProbability + entropy)
    }
    return Double(entropy)
  }

  /// log softmax(logits)[action] and, as other losses do, its derivative: the policy gradient's
  /// building block. `weight` carries the sign and the advantage.
  @discardableResult
  public static func logProbability(
    of action: Int, logits: UnsafeBufferPointer<Float>,
    legal: UnsafeBufferPointer<Bool>? = nil, weight: Float,
    gradient: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    precondition(legal?[action] ?? true, "action \(action) is not legal")
    let normaliser = Softmax.logNormaliser(logits, legal: legal)
    for other in logits.indices where legal?[other] ?? true {
      let probability = Float(exp(Double(logits[other]) - normaliser))
      gradient[other] += weight * ((other == action ? 1 : 0) - probability)
    }
    return Double(logits[action]) - normaliser
  }
}
