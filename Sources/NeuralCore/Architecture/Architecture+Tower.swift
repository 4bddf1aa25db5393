extension Architecture {
  /// The usual network of board games: a tower of residual 3x3 convolutions, a policy head and a
  /// value head, named "policy" and "value".
  ///
  /// - Parameters:
  ///   - input: planes.
  ///   - blocks: residual blocks of two convolutions each.
  ///   - channels: of every convolution in the tower.
  ///   - actions: logits of the policy head, `[actions]`; the value head gives `[1]` within ±1.
  public static func residualTower(
    input: Shape, blocks: Int, channels: Int, actions: Int
  ) -> Architecture {
    Architecture(
      input: input, trunk: ResidualTrunk(blocks: blocks, channels: channels).layers,
      heads: [
        Head(
          name: "policy",
          layers: [
            .convolution(channels: 2, kernel: 1), .activation(.relu),
            .dense(outputs: actions, initial: .normal(gain: 0.1)),
          ]),
        Head(
          name: "value",
          layers: [
            .convolution(channels: 1, kernel: 1), .activation(.relu), .dense(outputs: 64),
            .activation(.relu), .dense(outputs: 1, initial: .normal(gain: 0.1)),
            .activation(.tanh),
          ]),
      ])
  }

  /// Dense layers of `hidden` widths with an activation after each, and one head, "output".
  public static func perceptron(
    inputs: Int, hidden: [Int], activation: Activation = .relu, outputs: Int
  ) -> Architecture {
    Architecture(
      input: .vector(inputs),
      trunk: hidden.flatMap { [.dense(outputs: $0), .activation(activation)] },
      heads: [Head(name: "output", layers: [.dense(outputs: outputs, initial: .lecun)])])
  }
}

/// A first 3x3 convolution and a tower of residual blocks of two, with what else the blocks may have.
///
/// Without normalisation the last convolution of each branch starts at zero, so that every block
/// starts as the identity and activations keep their variance however many blocks there are.
/// Source of the tower: Silver et al. 2017; of the initialisation: Zhang et al. 2019, "Fixup".
public struct ResidualTrunk: Hashable, Sendable {
  public var blocks: Int
  public var channels: Int
  public var activation = Activation.relu
  /// What follows each convolution: `batchNormalisation`, `layerNormalisation` or nothing.
  public var normalisation: Layer?
  /// Numbers in the middle of each block's squeeze-excite gate; 0 for none.
  public var squeezeExcite = 0
  /// Channels that the last block and every second one before it pool over the board; 0 for none.
  public var globalPooling = 0

  public init(blocks: Int, channels: Int) {
    self.blocks = blocks
    self.channels = channels
  }

  public var layers: [Layer] {
    convolution() + [.activation(activation)] + (0..<blocks).flatMap(block)
  }

  private func block(_ index: Int) -> [Layer] {
    let pools = globalPooling > 0 && (blocks - index) % 2 == 1
    let branch =
      convolution() + (pools ? [.globalPoolingBias(channels: globalPooling)] : [])
      + [.activation(activation)] + convolution(initial: normalisation == nil ? .zero : .he)
      + (squeezeExcite > 0 ? [.squeezeExcite(reduced: squeezeExcite)] : [])
    return [.residual(branch), .activation(activation)]
  }

  private func convolution(initial: Initialisation = .he) -> [Layer] {
    [.convolution(channels: channels, kernel: 3, initial: initial)]
      + (normalisation.map { [$0] } ?? [])
  }
}
