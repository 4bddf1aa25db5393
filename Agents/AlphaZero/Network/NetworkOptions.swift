public import ArenaCore
import NeuralCore

/// The trunk of an AlphaZero run's network.
public struct NetworkOptions: OptionGroup, Hashable {
  public var blocks = 4
  public var channels = 48
  public var activation = Function.relu
  public var normalisation = Normalisation.none
  public var squeezeExcite = 0
  public var globalPooling = 0

  public init() {}

  public init(blocks: Int, channels: Int) {
    self.blocks = blocks
    self.channels = channels
  }

  /// What follows each convolution and, in the end, each block.
  public enum Function: String, Sendable, CaseIterable {
    case relu
    case leakyRelu = "leaky-relu"
    case mish
  }

  /// What the outputs of each convolution are normalised by.
  public enum Normalisation: String, Sendable, CaseIterable {
    case none
    case batch
    case layer
  }

  public static let fields: [OptionField<Self>] = [
    OptionField("blocks", \.blocks, 0...40, "residual blocks of the network"),
    OptionField("channels", \.channels, 4...512, "channels of each convolution"),
    OptionField("network-activation", \.activation, "what follows each convolution"),
    OptionField(
      "network-normalisation", \.normalisation,
      "what each convolution is normalised by: the batch, its own layer, or nothing, with blocks "
        + "that start as the identity"),
    OptionField(
      "network-squeeze-excite", \.squeezeExcite, 0...512,
      "numbers in the middle of a gate on each block's channels that sees the whole board; 0 is off"
    ),
    OptionField(
      "network-global-pooling", \.globalPooling, 0...512,
      "channels pooled over the board in the last block and every second one before it; 0 is off"),
  ]

  /// The layers on top of what a seat observes: convolutions for planes, dense ones for a vector.
  func trunk(on shape: ObservationShape) -> [Layer] {
    switch shape {
    case .planes:
      var trunk = ResidualTrunk(blocks: blocks, channels: channels)
      trunk.activation = function
      trunk.normalisation = normaliser
      trunk.squeezeExcite = squeezeExcite
      trunk.globalPooling = globalPooling
      return trunk.layers
    case .vector:
      return (0..<max(1, blocks)).flatMap { _ in
        [.dense(outputs: channels)] + (normaliser.map { [$0] } ?? []) + [.activation(function)]
      }
    }
  }

  private var function: Activation {
    switch activation {
    case .relu: .relu
    case .leakyRelu: .leakyRelu(slope: 0.01)
    case .mish: .mish
    }
  }

  private var normaliser: Layer? {
    switch normalisation {
    case .none: nil
    case .batch: .batchNormalisation
    case .layer: .layerNormalisation
    }
  }
}
