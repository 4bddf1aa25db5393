/// Where one tensor of parameters lives inside a network's flat block.
public struct ParameterBlock: Hashable, Sendable {
  /// Such as "trunk.2.0.weight": where the layer stands in the architecture, then what it is.
  public let name: String
  /// Row-major. Dense weights are `[inputs, outputs]`, convolutions
  /// `[kernel, kernel, inputs, outputs]`, biases `[outputs]`.
  public let shape: [Int]
  /// The index of the first float.
  public let offset: Int
  /// Whether an optimiser moves it; running statistics are kept among the parameters but measured.
  public let isTrainable: Bool
  /// How it is drawn at the start.
  let initial: Initialisation

  /// The number of floats.
  public var count: Int { shape.reduce(1, *) }

  /// The indices of the floats.
  public var range: Range<Int> { offset..<(offset + count) }

  /// Whether weight decay applies: to matrices and kernels, not to biases, scales and statistics.
  public var decays: Bool { isTrainable && shape.count > 1 }
}
