/// A named output of a network: layers on top of the trunk.
public struct Head: Codable, Hashable, Sendable {
  /// What the caller knows the output by; also the first word of its parameters' names.
  public var name: String
  /// From the trunk's output to this head's. Planes at the end are flattened in the order
  /// `[channels, rows, columns]`.
  public var layers: [Layer]

  public init(name: String, layers: [Layer]) {
    self.name = name
    self.layers = layers
  }
}
