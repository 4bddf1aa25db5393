/// A number type that safetensors files can hold. Files are little-endian, as is every system this
/// package supports.
public protocol TensorElement: BitwiseCopyable, Sendable {
  /// The format's name of the type.
  static var safetensorsName: String { get }
}

extension Float: TensorElement { public static var safetensorsName: String { "F32" } }
extension Double: TensorElement { public static var safetensorsName: String { "F64" } }
extension UInt8: TensorElement { public static var safetensorsName: String { "U8" } }
extension Int32: TensorElement { public static var safetensorsName: String { "I32" } }
extension Int64: TensorElement { public static var safetensorsName: String { "I64" } }
extension UInt64: TensorElement { public static var safetensorsName: String { "U64" } }
