/// A linear operation that can add a skip connection and apply an activation in the loop that adds
/// its bias: output =
/// activation(linear(input) + bias + skip).
protocol FusibleOperation: Operation {
  var output: Int { get }
  var skip: Int? { get set }
  var activation: Activation? { get set }
  /// Folded into weights and biases when they are packed; for inference only.
  var normalisation: Normalisation? { get set }
}
