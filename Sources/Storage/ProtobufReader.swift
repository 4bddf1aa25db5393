/// Finds a field in a message of Protocol Buffers' wire format.
///
/// A field is its number and its wire type in a varint, then the value: 0 a varint, 1 eight bytes,
/// 2 a length and as many bytes, 5 four bytes.
///
/// Source: protobuf.dev/programming-guides/encoding.
public enum ProtobufReader {
  /// The varint of a field; nil where the message has none or is damaged.
  public static func number(_ field: UInt64, in message: ArraySlice<UInt8>) -> UInt64? {
    guard case .number(let number)? = value(field, wireType: 0, in: message) else { return nil }
    return number
  }

  /// The bytes of a field: a text, a message; nil where the message has none or is damaged.
  public static func bytes(
    _ field: UInt64, in message: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    guard case .bytes(let bytes)? = value(field, wireType: 2, in: message) else { return nil }
    return bytes
  }

  private enum Value {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  /// The first value of a field and a wire type, 0 or 2.
  private static func value(
    _ field: UInt64, wireType: UInt64, in message: ArraySlice<UInt8>
  ) -> Value? {
    var rest = message
    while let key = takeVarint(&rest) {
      let isWanted = key >> 3 == field && key & 7 == wireType
      switch key & 7 {
      case 0:
        guard let number = takeVarint(&rest) else { return nil }
        if isWanted { return .number(number) }
      case 1: rest = rest.dropFirst(8)
      case 2:
        guard let length = takeVarint(&rest), length <= UInt64(rest.count) else { return nil }
        if isWanted { return .bytes(rest.prefix(Int(length))) }
        rest = rest.dropFirst(Int(length))
      case 5: rest = rest.dropFirst(4)
      default: return nil
      }
    }
    return nil
  }

  private static func takeVarint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      number |= UInt64(byte & 127) << shift
      if byte < 128 { return number }
    }
    return nil
  }
}
