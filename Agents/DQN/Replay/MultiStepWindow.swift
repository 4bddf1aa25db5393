/// Turns the steps of one environment into multi-step experiences for the replay buffer.
///
/// Each of the last `length` steps waits until its window is full or its episode ends. What it then
/// holds is
///
///     nStepReturn = r0 + s0 γ r1 + s0 s1 γ² r2 + ...
///     discount    = s0 s1 ... γ^k, or 0 when the episode terminated
///
/// where `s` is -1 when the turn passed to the opponent and 1 when it did not. The value of an
/// experience is then `nStepReturn + discount * value(next)`, for one player and for two: each reward and
/// the next position's value count from the view of the seat that acted first.
///
/// Source: Sutton 1988; Hessel et al. 2017 (Rainbow), section "Multi-step learning".
struct MultiStepWindow {
  let length: Int
  let discount: Double
  let width: Int
  // Rings: entry `i` of the waiting steps, oldest first, lies at `(first + i) % length`.
  var observations: [Float]  // [length, width]
  var actions: [Int]  // [length]
  var returns: [Double]  // [length]
  /// What the next reward counts for.
  var scales: [Double]  // [length]
  /// Whether each is to be learnt from.
  var areLearnt: [Bool]  // [length]
  var first = 0
  var count = 0

  /// - Parameter width: the floats of one observation.
  init(length: Int, discount: Double, width: Int) {
    precondition(length > 0, "a window needs at least one step, not \(length)")
    self.length = length
    self.discount = discount
    self.width = width
    observations = [Float](repeating: 0, count: length * width)
    actions = [Int](repeating: 0, count: length)
    returns = [Double](repeating: 0, count: length)
    scales = [Double](repeating: 0, count: length)
    areLearnt = [Bool](repeating: true, count: length)
  }

  /// Takes in one step, and hands over every experience that it completes.
  ///
  /// - Parameters:
  ///   - reward: from the view of the seat that acted.
  ///   - passesTurn: whether the opponent moves next.
  ///   - end: whether and how the episode ended with this step.
  ///   - next: what the seat to move observes after the step, never of a new episode.
  ///   - nextLegal: its legal actions.
  ///   - isLearnt: whether it becomes an experience; else it only counts for those before it.
  mutating func append(
    observation: Span<Float>, action: Int, reward: Double, passesTurn: Bool, end: End,
    next: Span<Float>, nextLegal: Span<Bool>, isLearnt: Bool = true,
    to buffer: inout ReplayBuffer
  ) {
    let entry = (first + count) % length
    for index in 0..<width { observations[entry * width + index] = observation[index] }
    actions[entry] = action
    returns[entry] = 0
    scales[entry] = 1
    areLearnt[entry] = isLearnt
    count += 1
    let factor = passesTurn ? -discount : discount
    for index in 0..<count {
      let entry = (first + index) % length
      returns[entry] += scales[entry] * reward
      scales[entry] *= factor
    }
    if end != .none {
      while count > 0 {
        release(bootstraps: end != .terminated, next: next, nextLegal: nextLegal, to: &buffer)
      }
    } else if count == length {
      release(bootstraps: true, next: next, nextLegal: nextLegal, to: &buffer)
    }
  }

  private mutating func release(
    bootstraps: Bool, next: Span<Float>, nextLegal: Span<Bool>, to buffer: inout ReplayBuffer
  ) {
    if areLearnt[first] {
      buffer.append(
        observation: observations.span.extracting(first * width..<(first + 1) * width),
        action: actions[first], nStepReturn: Float(returns[first]),
        discount: bootstraps ? Float(scales[first]) : 0, next: next, nextLegal: nextLegal)
    }
    first = (first + 1) % length
    count -= 1
  }

  /// How a step ended its episode.
  enum End: Hashable {
    case none
    /// The future is worth nothing.
    case terminated
    /// The future is worth what the value function says.
    case truncated
  }
}
