/// Means and variances of a stream of vectors.
///
/// Source: Welford 1962.
struct RunningMoments: Hashable, Sendable {
  private(set) var count = 0.0
  private(set) var means: [Double]  // [width]
  private var squares: [Double]  // [width]: sums of squared distances from the mean

  init(width: Int) {
    means = [Double](repeating: 0, count: width)
    squares = means
  }

  /// Moments as they are known, as if `count` vectors had led to them.
  init(means: [Double], variances: [Double], count: Double) {
    self.count = count
    self.means = means
    squares = variances.map { $0 * count }
  }

  mutating func insert(_ values: Span<Float>) {
    count += 1
    for index in means.indices { update(index, Double(values[index])) }
  }

  /// For moments of width 1.
  mutating func insert(_ value: Double) {
    precondition(means.count == 1, "one number for moments of width \(means.count)")
    count += 1
    update(0, value)
  }

  private mutating func update(_ index: Int, _ value: Double) {
    let distance = value - means[index]
    means[index] += distance / count
    squares[index] += distance * (value - means[index])
  }

  /// The variance around the mean; 1 while there is nothing to tell by.
  func variance(_ index: Int) -> Double { count > 1 ? squares[index] / count : 1 }

  // MARK: Saving

  var state: [Double] { [count] + means + squares }

  /// Restores saved `state`; nil when they are none of this width, or no stream has them.
  init?(state: [Double], width: Int) {
    guard state.count == 1 + 2 * width, state.allSatisfy(\.isFinite), state[0] >= 0,
      state[(1 + width)...].allSatisfy({ $0 >= 0 })
    else { return nil }
    count = state[0]
    means = Array(state[1..<(1 + width)])
    squares = Array(state[(1 + width)...])
  }
}
