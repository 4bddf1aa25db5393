import ArenaCore
import NeuralCore

/// The body of an agent's network: convolutions where the observation is a board and they are asked
/// for, then dense layers.
struct TrunkOptions: Hashable, Sendable {
  /// Filters of the convolutions; 0 for none.
  var channels: Int
  /// Residual blocks of two convolutions each, after the first convolution.
  var blocks: Int
  /// Outputs of each dense layer.
  var hidden: [Int]
  var activation: Activation

  /// - Parameter hidden: the standard sizes of the dense layers, such as `64x64`.
  static func specs(hidden: String, activation: String) -> [OptionSpec] {
    [
      OptionSpec(
        "hidden", .text, standard: hidden, "sizes of the dense layers, such as 64x64; or none"),
      OptionSpec(
        "activation", .choice(["relu", "tanh"]), standard: activation, "what follows each layer"),
      OptionSpec(
        "channels", .integer(0...1024), standard: "0",
        "filters of a convolutional body for boards; 0 for none"),
      OptionSpec(
        "blocks", .integer(0...64), standard: "1", "residual blocks of the convolutional body"),
    ]
  }

  /// - Throws: `OptionError` for sizes that are not numbers joined by `x`.
  init(_ options: Options) throws(OptionError) {
    let text = options.text("hidden")
    hidden = []
    for part in text == "none" ? [] : text.split(separator: "x", omittingEmptySubsequences: false) {
      guard let size = Int(part), (1...65_536).contains(size) else {
        throw .badValue(
          "hidden", text, allowed: "layer sizes from 1 to 65536 joined by x, such as 64x64, or none"
        )
      }
      hidden.append(size)
    }
    activation = options.text("activation") == "tanh" ? .tanh : .relu
    channels = options.integer("channels")
    blocks = options.integer("blocks")
  }

  /// The layers on top of an observation of this shape.
  ///
  /// - Parameter initial: how dense weights are drawn.
  func layers(on shape: ObservationShape, initial: Initialisation) -> [Layer] {
    var layers: [Layer] = []
    if case .planes = shape, channels > 0 {
      let convolution = Layer.convolution(channels: channels, kernel: 3)
      layers += [convolution, .activation(.relu)]
      for _ in 0..<blocks {
        layers += [
          .residual([convolution, .activation(.relu), convolution]), .activation(.relu),
        ]
      }
    }
    for size in hidden {
      layers += [.dense(outputs: size, initial: initial), .activation(activation)]
    }
    return layers
  }
}

extension Shape {
  /// What a seat observes, as a network takes it in.
  init(_ observation: ObservationShape) {
    self =
      switch observation {
      case .vector(let count): .vector(count)
      case .planes(let channels, let rows, let columns):
        .planes(channels: channels, rows: rows, columns: columns)
      }
  }
}
