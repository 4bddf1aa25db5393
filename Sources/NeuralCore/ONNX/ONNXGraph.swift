import Foundation
import Storage

/// An ONNX graph being made: nodes and initialisers, already in wire format, and fresh names.
///
/// Source of the field numbers: onnx/onnx.proto, version 8 of the intermediate representation.
struct ONNXGraph {
  enum Attribute {
    case integer(Int)
    case integers([Int])
    case float(Float)
  }

  private var nodes: [Data] = []
  private var initialisers: [Data] = []
  private var inputs: [Data] = []
  private var outputs: [Data] = []
  private var nameCount = 0

  private static let float32 = 1
  private static let int64 = 7

  /// Adds a node and returns the name of its output.
  mutating func node(
    _ operation: String, _ inputs: [String], _ attributes: [(String, Attribute)] = [],
    output: String? = nil
  ) -> String {
    nameCount += 1
    let name = output ?? "value.\(nameCount)"
    var node = ProtobufWriter()
    for input in inputs { node.string(1, input) }
    node.string(2, name)
    node.string(3, "node\(nameCount)")
    node.string(4, operation)
    for (key, attribute) in attributes {
      node.message(5) { message in
        message.string(1, key)
        switch attribute {
        case .integer(let value):
          message.integer(3, value)
          message.integer(20, 2)
        case .integers(let values):
          for value in values { message.integer(8, value) }
          message.integer(20, 7)
        case .float(let value):
          message.float(2, value)
          message.integer(20, 1)
        }
      }
    }
    nodes.append(node.data)
    return name
  }

  /// Adds a tensor of weights under `name`.
  @discardableResult
  mutating func tensor(_ name: String, _ values: [Float], shape: [Int]) -> String {
    initialise(name, Self.float32, shape, values.withUnsafeBytes { Data($0) })
  }

  /// Adds a vector of whole numbers, such as a shape, under a fresh name.
  mutating func integers(_ values: [Int]) -> String {
    nameCount += 1
    return initialise(
      "integers.\(nameCount)", Self.int64, [values.count],
      values.map(Int64.init).withUnsafeBytes { Data($0) })
  }

  private mutating func initialise(
    _ name: String, _ type: Int, _ shape: [Int], _ bytes: Data
  ) -> String {
    var tensor = ProtobufWriter()
    for dimension in shape { tensor.integer(1, dimension) }
    tensor.integer(2, type)
    tensor.string(8, name)
    tensor.bytes(9, bytes)
    initialisers.append(tensor.data)
    return name
  }

  mutating func declareInput(_ name: String, shape: [Int]) {
    inputs.append(Self.declaration(name, shape))
  }

  mutating func declareOutput(_ name: String, shape: [Int]) {
    outputs.append(Self.declaration(name, shape))
  }

  /// A float tensor of any batch of rows of `shape`.
  private static func declaration(_ name: String, _ shape: [Int]) -> Data {
    var declaration = ProtobufWriter()
    declaration.string(1, name)
    declaration.message(2) { type in
      type.message(1) { tensor in
        tensor.integer(1, float32)
        tensor.message(2) { dimensions in
          dimensions.message(1) { $0.string(2, "batch") }
          for dimension in shape { dimensions.message(1) { $0.integer(1, dimension) } }
        }
      }
    }
    return declaration.data
  }

  /// The whole model, for operator set 18.
  var model: Data {
    var model = ProtobufWriter()
    model.integer(1, 8)
    model.string(2, "arena")
    model.message(7) { graph in
      for node in nodes { graph.bytes(1, node) }
      graph.string(2, "network")
      for initialiser in initialisers { graph.bytes(5, initialiser) }
      for input in inputs { graph.bytes(11, input) }
      for output in outputs { graph.bytes(12, output) }
    }
    model.message(8) { operators in
      operators.string(1, "")
      operators.integer(2, 18)
    }
    return model.data
  }
}
