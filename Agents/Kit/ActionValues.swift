/// How a network's outputs become one value per action, and what follows from those values.
enum ActionValues {
  /// Q = V + A - mean(A), in place, for networks of older runs, which keep the two streams apart: `advantages`, `[actionCount]`, become values.
  ///
  /// The mean runs over all actions, legal or not, so that the network's two streams mean the same
  /// in every position.
  ///
  /// Source: Wang et al. 2015, equation 9.
  static func combine(value: Float, into advantages: inout MutableSpan<Float>) {
    var sum: Float = 0
    for action in advantages.indices { sum += advantages[action] }
    let shift = value - sum / Float(advantages.count)
    for action in advantages.indices { advantages[action] += shift }
  }

  /// The legal action of the highest value; the first of equals.
  ///
  /// - Precondition: there is a legal action.
  static func best(of values: Span<Float>, legal: Span<Bool>) -> Int {
    var best = -1
    for action in values.indices where legal[action] {
      if best < 0 || values[action] > values[best] { best = action }
    }
    precondition(best >= 0, "none of \(values.count) actions is legal")
    return best
  }
}
