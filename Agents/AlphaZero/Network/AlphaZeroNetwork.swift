import ArenaCore
import Glibc
import NeuralCore

/// The residual network of an AlphaZero agent, and the order of its heads: policy, value, then the
/// auxiliary ones, which only training has.
///
/// A stem convolution, `blocks` residual blocks of two 3x3 convolutions, a policy head and a value
/// head. No batch normalisation: the last convolution of each block starts at zero, so that the
/// untrained network is as shallow as its stem (Zhang et al. 2019, Fixup).
enum AlphaZeroNetwork {
  /// The index of the head with policy logits, `[batch, actions]`.
  static let policyHead = 0
  /// The index of the head with the value's logit, `[batch, 1]`; the value is tanh of its half.
  static let valueHead = 1
  /// The heads that play needs.
  static let playingHeads = 2

  static func architecture(
    for game: some BoardGame, blocks: Int, channels: Int, auxiliary: [AuxiliaryHead] = []
  ) -> Architecture {
    let auxiliary = auxiliary.map { $0.head(for: game) }
    switch game.observationShape {
    case .planes(let planes, let rows, let columns):
      let block: [Layer] = [
        .residual([
          .convolution(channels: channels, kernel: 3), .activation(.relu),
          .convolution(channels: channels, kernel: 3, initial: .zero),
        ]),
        .activation(.relu),
      ]
      return Architecture(
        input: .planes(channels: planes, rows: rows, columns: columns),
        trunk: [.convolution(channels: channels, kernel: 3), .activation(.relu)]
          + (0..<blocks).flatMap { _ in block },
        heads: [
          Head(
            name: "policy",
            layers: [
              .convolution(channels: 8, kernel: 1), .activation(.relu),
              .dense(outputs: game.actionCount, initial: .zero),
            ]),
          Head(
            name: "value",
            layers: [
              .convolution(channels: 8, kernel: 1), .activation(.relu),
              .dense(outputs: 64), .activation(.relu), .dense(outputs: 1, initial: .zero),
            ]),
        ] + auxiliary)
    case .vector(let count):
      return Architecture(
        input: .vector(count),
        trunk: (0..<max(1, blocks)).flatMap { _ in
          [Layer.dense(outputs: channels), .activation(.relu)]
        },
        heads: [
          Head(name: "policy", layers: [.dense(outputs: game.actionCount, initial: .zero)]),
          Head(name: "value", layers: [.dense(outputs: 1, initial: .zero)]),
        ] + auxiliary)
    }
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
