import Foundation
import Storage

/// The plain description of a network: a trunk of layers and heads that share its output.
///
/// It is data: equal architectures make equal networks, and it survives a trip through JSON.
public struct Architecture: Codable, Hashable, Sendable {
  /// The shape of one input row.
  public var input: Shape
  /// The layers that every head shares; may be empty.
  public var trunk: [Layer]
  /// The outputs, in the order that `Predictor.output` and `Shard.output` number them.
  public var heads: [Head]

  public init(input: Shape, trunk: [Layer], heads: [Head]) {
    self.input = input
    self.trunk = trunk
    self.heads = heads
  }

  /// Reads the JSON that `json` wrote, and checks that a network can be built from it.
  public init(json: String) throws(ArchitectureError) {
    do {
      self = try JSONDecoder().decode(Architecture.self, from: Data(json.utf8))
    } catch {
      throw ArchitectureError("not an architecture: \(error)")
    }
    _ = try Plan(self)
  }

  /// The architecture as one line of JSON with sorted keys.
  public var json: String { asJSONLine }
}

/// Why no network can be built from an architecture, in one line for the user.
public struct ArchitectureError: Error, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

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
