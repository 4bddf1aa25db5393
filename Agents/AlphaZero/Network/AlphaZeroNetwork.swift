import ArenaCore
import Glibc
import NeuralCore
import Training

/// The network of an AlphaZero agent, and the order of its heads: policy, value, then the auxiliary
/// ones, which only training has.
///
/// On boards a tower of residual blocks (`ResidualTrunk`) with a policy head and a value head.
enum AlphaZeroNetwork {
  /// The index of the head with policy logits, `[batch, actions]`.
  static let policyHead = 0
  /// The index of the head with the value's logit, `[batch, 1]`; the value is tanh of its half.
  static let valueHead = 1
  /// The heads that play needs.
  static let playingHeads = 2

  static func architecture(
    for game: some BoardGame, _ options: NetworkOptions, auxiliary: [AuxiliaryHead] = []
  ) -> Architecture {
    let isBoard = game.observationShape.cells > 0
    let reading: [Layer] =
      isBoard ? [.convolution(channels: 8, kernel: 1), .activation(.relu)] : []
    let middle: [Layer] = isBoard ? [.dense(outputs: 64), .activation(.relu)] : []
    return Architecture(
      input: Shape(game.observationShape), trunk: options.trunk(on: game.observationShape),
      heads: [
        Head(
          name: "policy", layers: reading + [.dense(outputs: game.actionCount, initial: .zero)]),
        Head(name: "value", layers: reading + middle + [.dense(outputs: 1, initial: .zero)]),
      ] + auxiliary.map { $0.head(for: game) })
  }

  /// The value, -1 ... 1, that the value head's logit stands for: the expected result when the
  /// logistic function of the logit is the probability of a win.
  static func value(ofLogit logit: Float) -> Float {
    // tanh(x / 2) by the exponential, which Glibc's tanhf does more slowly.
    2 / (1 + exp(-logit)) - 1
  }

  /// The cross-entropy of the logit's win probability against a target value, -1 ... 1; adds
  /// `weight` times its derivative to `gradient`.
  static func valueLoss(
    logit: Float, target: Float, weight: Float, gradient: inout Float
  ) -> Double {
    let win = (1 + target) / 2
    let probability = 1 / (1 + exp(-logit))
    gradient += weight * (probability - win)
    // log(1 + exp(x)) without overflow, less win * x.
    return Double(max(logit, 0) + log1p(exp(-abs(logit))) - win * logit)
  }
}
