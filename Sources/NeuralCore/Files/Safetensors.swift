import Foundation

/// A file of named tensors and of metadata, in the safetensors format: readable by Python's
/// `safetensors` and by whatever else speaks it.
///
/// A file that is read stays mapped and is copied only tensor by tensor; a file being made keeps
/// the arrays it is given. Files written here carry a checksum of header and data in the metadata;
/// it is verified, and so is that of older files, which covers the data alone.
///
/// Source: the format's description at github.com/huggingface/safetensors.
public struct Safetensors: Sendable {
  /// Strings beside the tensors. The keys "checksum" and "checksum.covers" are the file's own.
  public var metadata: [String: String] = [:]
  /// Where the file came from, for messages; "new file" when it was made here.
  public let source: String
  private var tensors: [String: Tensor] = [:]

  /// One tensor: what the header says, and where the bytes are.
  struct Tensor: Sendable {
    let type: String
    let shape: [Int]
    let bytes: any TensorBytes
  }

  /// A file without tensors, to be filled and written.
  public init() { source = "new file" }

  init(metadata: [String: String], tensors: [String: Tensor], source: String) {
    self.metadata = metadata
    self.tensors = tensors
    self.source = source
  }

  /// The names of the tensors, sorted.
  public var names: [String] { tensors.keys.sorted() }

  /// The shape of a tensor; nil when there is none of that name.
  public func shape(of name: String) -> [Int]? { tensors[name]?.shape }

  /// Adds a tensor, or replaces the one of that name. The array is kept, not copied.
  ///
  /// - Parameter shape: row-major; one dimension when left out.
  public mutating func set<Element: TensorElement>(
    _ name: String, _ values: [Element], shape: [Int]? = nil
  ) {
    let shape = shape ?? [values.count]
    precondition(
      shape.reduce(1, *) == values.count, "\(name): \(values.count) values are not of \(shape)")
    tensors[name] = Tensor(
      type: Element.safetensorsName, shape: shape, bytes: ArrayBytes(values: values))
  }

  /// The values of a tensor, copied out of the file.
  ///
  /// - Throws: `SafetensorsError` when there is none of that name and type.
  public func values<Element: TensorElement>(
    _ name: String, as type: Element.Type = Element.self
  ) throws(SafetensorsError) -> [Element] {
    let tensor = try tensor(name, type)
    let count = tensor.shape.reduce(1, *)
    // The empty array is shared by all threads; the initialiser below would write to it.
    guard count > 0 else { return [] }
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialised in
      tensor.bytes.withBytes { bytes in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
      }
      initialised = count
    }
  }

  /// Checks that a tensor is there with this type and shape, without reading it.
  ///
  /// - Throws: `SafetensorsError` when it is not.
  public func check<Element: TensorElement>(
    _ name: String, _ type: Element.Type, shape: [Int]
  ) throws(SafetensorsError) {
    let tensor = try tensor(name, type)
    guard tensor.shape == shape else {
      throw SafetensorsError("\(source): tensor \(name) is of \(tensor.shape), not of \(shape)")
    }
  }

  /// Whether there is a tensor of that name in 16 bits.
  func isHalf(_ name: String) -> Bool { tensors[name]?.type == Float16.safetensorsName }

  private func tensor<Element: TensorElement>(
    _ name: String, _ type: Element.Type
  ) throws(SafetensorsError) -> Tensor {
    guard let tensor = tensors[name] else {
      throw SafetensorsError("\(source) holds no tensor \(name)")
    }
    guard tensor.type == Element.safetensorsName else {
      throw SafetensorsError(
        "\(source): tensor \(name) is \(tensor.type), not \(Element.safetensorsName)")
    }
    return tensor
  }

  /// Tensors in the order of the file: wider types first, so that without gaps, which the format
  /// forbids, every tensor is aligned; then by name.
  var sorted: [(name: String, tensor: Tensor)] {
    func rank(_ tensor: Tensor) -> Int { -(Self.width(of: tensor.type) ?? 0) }
    return tensors.map { (name: $0.key, tensor: $0.value) }
      .sorted { (rank($0.tensor), $0.name) < (rank($1.tensor), $1.name) }
  }

  /// Bytes of one element; nil for types that this reader does not know.
  static func width(of type: String) -> Int? {
    switch type {
    case "F64", "I64", "U64": 8
    case "F32", "I32": 4
    case "F16": 2
    case "U8": 1
    default: nil
    }
  }
}

/// What is wrong with a file of tensors, in one line for the user.
public struct SafetensorsError: Error, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// Bytes that can be lent out.
protocol TensorBytes: Sendable {
  func withBytes(_ body: (UnsafeRawBufferPointer) -> Void)
}

/// An array made here.
private struct ArrayBytes<Element: TensorElement>: TensorBytes {
  let values: [Element]

  func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) { values.withUnsafeBytes(body) }
}

/// A part of a mapped file.
struct MappedBytes: TensorBytes {
  let file: Data
  let range: Range<Int>

  func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    file.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}

/// A number type that safetensors files can hold. Files are little-endian, as is every system this
/// package supports.
public protocol TensorElement: BitwiseCopyable, Sendable {
  /// The format's name of the type.
  static var safetensorsName: String { get }
}

extension Float: TensorElement { public static var safetensorsName: String { "F32" } }
extension Float16: TensorElement { public static var safetensorsName: String { "F16" } }
extension Double: TensorElement { public static var safetensorsName: String { "F64" } }
extension UInt8: TensorElement { public static var safetensorsName: String { "U8" } }
extension Int32: TensorElement { public static var safetensorsName: String { "I32" } }
extension Int64: TensorElement { public static var safetensorsName: String { "I64" } }
extension UInt64: TensorElement { public static var safetensorsName: String { "U64" } }
