import NeuralCore

/// How much a value's distance from its target weighs.
enum ValueLoss: String, CaseIterable, Sendable {
  /// Half the square up to a distance of 1, linear beyond: an outlier pulls no harder than 1.
  case huber
  /// Half the square.
  case squared

  /// - Returns: the weighted loss and its derivative by the value.
  func loss(of value: Float, target: Float, weight: Float) -> (loss: Double, slope: Float) {
    var slope: Float = 0
    switch self {
    case .huber:
      let loss = Loss.huber(output: value, target: target, weight: weight, gradient: &slope)
      return (Double(weight) * loss, slope)
    case .squared:
      let half = weight / 2
      let loss = Loss.squaredError(output: value, target: target, weight: half, gradient: &slope)
      return (Double(half) * loss, slope)
    }
  }
}
