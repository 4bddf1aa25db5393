/// Brings every feature of an observation to mean 0 and deviation 1, by what was seen so far.
///
/// Scaled features are cut to ±10. While training the figures move; a player's stand still.
struct ObservationScale: Hashable, Sendable {
  /// `[width]`.
  var means: [Float]
  /// `[width]`: what a feature's distance from its mean is multiplied by.
  var factors: [Float]

  private static let limit: Float = 10

  init(means: [Float], factors: [Float]) {
    self.means = means
    self.factors = factors
  }

  init(_ moments: RunningMoments) {
    means = moments.means.map { Float($0) }
    factors = moments.means.indices.map { Float(1 / (moments.variance($0) + 1e-8).squareRoot()) }
  }

  func apply(to features: UnsafeMutableBufferPointer<Float>) {
    for index in means.indices {
      let scaled = (features[index] - means[index]) * factors[index]
      features[index] = max(-Self.limit, min(Self.limit, scaled))
    }
  }
}
