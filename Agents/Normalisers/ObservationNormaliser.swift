/// Brings every feature of an observation to mean 0 and deviation 1, by what was seen so far.
///
/// One for all environments of a learner. A checkpoint keeps its `scale`, which stands still while
/// the checkpoint plays or is evaluated.
///
/// Source: Gymnasium 1.4 `wrappers/stateful_observation.py`, NormalizeObservation; the cut to ±10 is
/// that of PPO's authors.
struct ObservationNormaliser: Hashable, Sendable {
  private(set) var moments: RunningMoments
  private(set) var scale: ObservationScale

  /// - Parameter width: floats of one observation.
  init(width: Int) { self.init(RunningMoments(width: width)) }

  init(_ moments: RunningMoments) {
    self.moments = moments
    scale = ObservationScale(
      means: [Float](repeating: 0, count: moments.means.count),
      factors: [Float](repeating: 0, count: moments.means.count))
    updateScale()
  }

  /// Takes a row of observations, as the environments show them, into the moments.
  mutating func insert(_ observations: [Float], row: Int = 0) {
    let width = moments.means.count
    moments.insert(observations.span.extracting(row * width..<(row + 1) * width))
    updateScale()
  }

  /// Goes back to the scale of a checkpoint, and moves on from there as slowly as before.
  mutating func roll(back scale: ObservationScale) {
    self = ObservationNormaliser(
      RunningMoments(
        means: scale.means.map { Double($0) },
        variances: scale.factors.map { 1 / (Double($0) * Double($0)) - 1e-8 },
        count: max(2, moments.count)))
  }

  private mutating func updateScale() {
    for index in moments.means.indices {
      scale.means[index] = Float(moments.means[index])
      scale.factors[index] = Float(1 / (moments.variance(index) + 1e-8).squareRoot())
    }
  }
}

/// Where the features of an observation are moved and what they are multiplied by.
struct ObservationScale: Hashable, Sendable {
  var means: [Float]  // [features]
  var factors: [Float]  // [features]

  private static let limit: Float = 10

  func apply(to features: UnsafeMutableBufferPointer<Float>) {
    for index in means.indices {
      let scaled = (features[index] - means[index]) * factors[index]
      features[index] = max(-Self.limit, min(Self.limit, scaled))
    }
  }
}
