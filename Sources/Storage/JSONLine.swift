public import Foundation

extension JSONEncoder {
  /// An encoder that writes infinities and what is no number as text, which JSON lacks.
  ///
  /// - Parameter formatting: of the text.
  public static func ofAnyNumber(_ formatting: JSONEncoder.OutputFormatting) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

extension JSONDecoder {
  /// A decoder that reads what `JSONEncoder.ofAnyNumber` wrote.
  public static var ofAnyNumber: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}

extension Encodable {
  /// The value as one line of JSON without its newline, keys in alphabetical order; infinities and
  /// what is no number as text.
  ///
  /// - Precondition: the value can be encoded, as all that the compiler derives can.
  public var asJSONLine: String {
    guard let bytes = try? lineEncoder.encode(self) else {
      preconditionFailure("\(Self.self) does not encode itself")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// One for all lines: making it takes longer than writing a short line.
private let lineEncoder = JSONEncoder.ofAnyNumber([.sortedKeys, .withoutEscapingSlashes])
