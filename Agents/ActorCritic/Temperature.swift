import Glibc

/// SAC's worth of a nat of entropy, α, which rises while the policy has less entropy than it should
/// and falls while it has more. Adam moves its logarithm.
///
/// Source: Haarnoja et al. 2018, equation 18.
struct Temperature: Hashable, Sendable {
  private let targetEntropy: Double
  private var logarithm: Double
  private var moment = 0.0
  private var square = 0.0
  private var steps = 0.0

  init(_ value: Double, targetEntropy: Double) {
    logarithm = log(value)
    self.targetEntropy = targetEntropy
  }

  var value: Double { exp(logarithm) }

  /// - Parameter logs: ln π of actions that the policy drew.
  mutating func update(_ logs: [Float], learningRate: Double) {
    let mean = logs.reduce(0) { $0 + Double($1) } / Double(logs.count)
    let gradient = -(mean + targetEntropy)
    steps += 1
    moment += 0.1 * (gradient - moment)
    square += 0.001 * (gradient * gradient - square)
    let step = moment / (1 - pow(0.9, steps))
    let root = (square / (1 - pow(0.999, steps))).squareRoot()
    logarithm = min(10, max(-20, logarithm - learningRate * step / (root + 1e-8)))
  }

  // MARK: Saving

  var state: [Double] { [logarithm, moment, square, steps] }

  mutating func restore(_ state: [Double]) -> Bool {
    guard state.count == 4, state.allSatisfy(\.isFinite), (-20...10).contains(state[0]),
      state[2] >= 0, state[3] >= 0
    else { return false }
    (logarithm, moment, square, steps) = (state[0], state[1], state[2], state[3])
    return true
  }
}
