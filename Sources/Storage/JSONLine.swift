import Foundation

extension Encodable {
  /// The value as one line of JSON without its newline, keys in alphabetical order.
  ///
  /// - Precondition: its numbers are finite.
  public var asJSONLine: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(self) else {
      preconditionFailure("JSON cannot hold the numbers of \(self)")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
