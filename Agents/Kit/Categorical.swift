import ArenaCore
import Glibc
import NeuralCore

/// Choosing one of numbered actions by scores; illegal ones are never chosen.
enum Categorical {
  /// An action drawn by its log probability; those of illegal actions are -infinity. Where others
  /// are NaN it is a legal one all the same.
  static func draw(from logs: UnsafeBufferPointer<Float>, using random: inout RandomSource) -> Int {
    var rest = Float(random.uniform())
    var last = 0
    for action in logs.indices where logs[action] != -.infinity {
      rest -= exp(logs[action])
      last = action
      if rest < 0 { break }
    }
    return last
  }

  /// The legal action of the highest score, the first of equals; or, at a temperature above 0, one
  /// drawn with probability proportional to exp(score / temperature).
  ///
  /// - Parameter scratch: `[actions]`.
  /// - Precondition: the scores of legal actions are finite at a temperature above 0.
  static func choose(
    from scores: UnsafeBufferPointer<Float>, legal: UnsafeBufferPointer<Bool>, temperature: Float,
    using random: inout RandomSource, scratch: UnsafeMutableBufferPointer<Float>
  ) -> Int {
    let best = ActionValues.best(of: scores.span, legal: legal.span)
    guard temperature > 0 else { return best }
    // From the best, so that no quotient overflows, however low the temperature.
    for action in scores.indices {
      scratch[action] = (scores[action] - scores[best]) / temperature
    }
    Softmax.logProbabilities(UnsafeBufferPointer(scratch), legal: legal, into: scratch)
    return draw(from: UnsafeBufferPointer(scratch), using: &random)
  }
}
