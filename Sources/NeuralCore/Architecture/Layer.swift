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
}
