import Storage

/// One event of a stream, encoded once for all its readers.
struct ServerSentEvent {
  let bytes: [UInt8]

  /// - Parameter name: a word.
  init(_ name: String, _ value: some Encodable) {
    // One line of JSON has no line ends, which would end the field.
    bytes = Array("event: \(name)\ndata: \(value.asJSONLine)\n\n".utf8)
  }
}
