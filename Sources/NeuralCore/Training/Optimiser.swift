/// How gradients move the parameters. The state of each is flat arrays beside the flat parameters.
public enum Optimiser: Codable, Hashable, Sendable {
  /// v = momentum v + g; then x -= rate v, or with Nesterov x -= rate (g + momentum v).
  case sgd(momentum: Float = 0, nesterov: Bool = false, decay: Float = 0)
  /// Source: Kingma and Ba 2015, in PyTorch's spelling: epsilon is added to the root of the
  /// bias-corrected second moment.
  case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)
  /// Adam whose decay shrinks weights directly: x -= rate decay x. Source: Loshchilov, Hutter 2019.
  case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, decay: Float = 0.01)
  /// x -= rate g / (sqrt(mean of g^2) + epsilon), or with the epsilon inside the root as the
  /// original A2C has it.
  case rmsProp(smoothing: Float = 0.99, epsilon: Float = 1e-8, epsilonInsideRoot: Bool = false)

  /// Flat arrays of state beside the parameters.
  public var momentCount: Int {
    switch self {
    case .sgd(let momentum, _, _): momentum == 0 ? 0 : 1
    case .adam, .adamW: 2
    case .rmsProp: 1
    }
  }
}
