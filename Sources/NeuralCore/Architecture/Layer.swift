/// One layer of an architecture. Input shapes are inferred, so a layer names only what it makes.
public indirect enum Layer: Codable, Hashable, Sendable {
  /// `outputs` weighted sums of all inputs, with biases. Planes are flattened first, in the order
  /// `[channels, rows, columns]`.
  case dense(outputs: Int, initial: Initialisation = .he)
  /// A convolution with biases that keeps rows and columns (zero padding, stride 1).
  /// `kernel` is 1 or 3.
  case convolution(channels: Int, kernel: Int, initial: Initialisation = .he)
  /// The input plus what `layers` make of it; they keep its shape.
  case residual([Layer])
  /// A function of every element.
  case activation(Activation)
  /// Numbers that are learnt but depend on no input: such as a state-independent log sigma.
  case constant(outputs: Int, value: Float = 0)
  /// Each channel, or each number of a vector, normalised over the batch, scaled and shifted.
  /// Folded into the layer before it for inference.
  case batchNormalisation
  /// Each row normalised over all its numbers, each channel scaled and shifted.
  case layerNormalisation
  /// Each channel multiplied by a gate that sees the means of all: sigmoid(dense(relu(dense(means))))
  /// with `reduced` numbers in the middle. Source: Hu et al. 2018.
  case squeezeExcite(reduced: Int)
  /// Each channel shifted by a bias that sees the whole board: `channels` 1x1 convolutions, relu,
  /// their means and maxima, and a dense layer. Source: Wu 2019, KataGo.
  case globalPoolingBias(channels: Int)
  /// Indices below `symbols`, given as floats, to learnt vectors of `width`, flattened. Stands first.
  case embedding(symbols: Int, width: Int)
  /// Action values from a state value and advantages, `[actions, atoms]` flattened. `value` ends
  /// in `atoms` numbers, `advantage` in `actions` times as many. Source: Wang et al. 2016.
  case dueling(actions: Int, atoms: Int = 1, value: [Layer], advantage: [Layer])
}

/// A function applied to every element. All of them keep zero at zero, which borders rely on.
public enum Activation: Codable, Hashable, Sendable {
  /// max(x, 0).
  case relu
  /// x when positive, else `slope` * x; the slope is positive.
  case leakyRelu(slope: Float)
  /// The hyperbolic tangent.
  case tanh
  /// x tanh(log(1 + exp(x))). Source: Misra 2019.
  case mish

  /// Whether the derivative can be told from the output alone, so that the input need not be kept.
  var isInvertible: Bool { self != .mish }
}
