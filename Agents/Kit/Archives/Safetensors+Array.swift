import NeuralCore
import Training

extension Safetensors {
  /// The values of a tensor of one dimension that must have `count` of them.
  func array<Element: TensorElement>(
    _ name: String, as type: Element.Type, count: Int
  ) throws(SafetensorsError) -> [Element] {
    try check(name, type, shape: [count])
    return try values(name, as: type)
  }

  /// The same, of numbers that are all finite.
  func finiteArray<Element: TensorElement & BinaryFloatingPoint>(
    _ name: String, as type: Element.Type, count: Int
  ) throws -> [Element] {
    try check(name, type, shape: [count])
    return try finite(name, as: type)
  }

  func statistics(_ name: String) throws -> EpisodeStatistics {
    guard let statistics = EpisodeStatistics(state: try values(name, as: Double.self)) else {
      throw RunError.mismatch("\(name) is not episode statistics")
    }
    return statistics
  }
}
