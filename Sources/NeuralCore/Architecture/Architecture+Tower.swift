extension Architecture {
  /// The usual network of board games: a tower of residual 3x3 convolutions, a policy head and a
  /// value head, named "policy" and "value".
  ///
  /// Without normalisation: the last convolution of each branch starts at zero, so that every block
  /// starts as the identity and activations keep their variance however many blocks there are.
  /// Source of the tower: Silver et al. 2017; of the initialisation: Zhang et al. 2019, "Fixup".
  ///
  /// - Parameters:
  ///   - input: planes.
  ///   - blocks: residual blocks of two convolutions each.
  ///   - channels: of every convolution in the tower.
  ///   - actions: logits of the policy head, `[actions]`; the value head gives `[1]` within ±1.
  public static func residualTower(
    input: Shape, blocks: Int, channels: Int, actions: Int
  ) -> Architecture {
    let block: [Layer] = [
      .residual([
        .convolution(channels: channels, kernel: 3), .activation(.relu),
        .convolution(channels: channels, kernel: 3, initial: .zero),
      ]), .activation(.relu),
    ]
    return Architecture(
      input: input,
      trunk: [.convolution(channels: channels, kernel: 3), .activation(.relu)]
        + (0..<blocks).flatMap { _ in block },
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
