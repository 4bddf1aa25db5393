import ArenaCore
import NeuralCore
import Training

/// The body of an agent's network: convolutions where the observation is a board and they are asked
/// for, then dense layers.
struct TrunkOptions: OptionGroup, Hashable {
  /// Outputs of each dense layer.
  var hidden = [64, 64]
  var activation = Function.relu
  /// Filters of the convolutions; 0 for none.
  var channels = 0
  /// Residual blocks of two convolutions each, after the first convolution.
  var blocks = 1

  /// What follows each dense layer.
  enum Function: String, CaseIterable, Sendable {
    case relu
    case tanh
  }

  static let fields: [OptionField<Self>] = [
    OptionField(
      "hidden", \.hidden, "sizes of the dense layers, such as 64x64; or none",
      parse: { text throws(OptionError) in try sizes(text) },
      print: { $0.isEmpty ? "none" : $0.map(String.init).joined(separator: "x") }),
    OptionField("activation", \.activation, "what follows each layer"),
    OptionField(
      "channels", \.channels, 0...1024, "filters of a convolutional body for boards; 0 for none"),
    OptionField("blocks", \.blocks, 0...64, "residual blocks of the convolutional body"),
  ]

  /// - Throws: `OptionError` for sizes that are not numbers joined by `x`.
  private static func sizes(_ text: String) throws(OptionError) -> [Int] {
    var sizes: [Int] = []
    for part in text == "none" ? [] : text.split(separator: "x", omittingEmptySubsequences: false) {
      guard let size = Int(part), (1...65_536).contains(size) else {
        throw .badValue(
          "hidden", text, allowed: "layer sizes from 1 to 65536 joined by x, such as 64x64, or none"
        )
      }
      sizes.append(size)
    }
    return sizes
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
      layers += [
        .dense(outputs: size, initial: initial), .activation(activation == .tanh ? .tanh : .relu),
      ]
    }
    return layers
  }
}

extension Network {
  /// Checks that the network observes what `world` shows and that a head has the right width.
  ///
  /// - Throws: `RunError.mismatch`, in one line for the user.
  func checkFits(_ world: some Environment, head: Int, width: Int) throws(RunError) {
    let shape = Shape(world.observationShape)
    guard architecture.input == shape else {
      throw .mismatch("the network observes \(architecture.input), not \(shape)")
    }
    guard outputWidth(head) == width else {
      throw .mismatch(
        "the network's \(architecture.heads[head].name) has \(outputWidth(head)) numbers, "
          + "not \(width)")
    }
  }
}
