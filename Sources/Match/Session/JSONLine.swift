/// Writes JSON values by hand into a byte buffer: keys in the order given, control
/// characters escaped, so never a newline.
///
/// Appending to a buffer that is kept allocates nothing in the long run.
struct JSONLine {
  var bytes: [UInt8] = []

  mutating func append(raw text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ number: Int) {
    var text = String(number)
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  /// Appends `text` as a JSON string. Swift's strings are valid Unicode, so the output is too.
  mutating func append(_ text: String) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      for byte in utf8 { append(escaping: byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func append(_ text: String?) {
    if let text { append(text) } else { append(raw: "null") }
  }

  /// Appends `[a,b,...]`.
  mutating func append(_ texts: some Sequence<String>) {
    bytes.append(UInt8(ascii: "["))
    var isFirst = true
    for text in texts {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      append(text)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func append(escaping byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<0x20, 0x7f:
      append(raw: "\\u00")
      bytes.append(Self.hexDigit(byte >> 4))
      bytes.append(Self.hexDigit(byte & 15))
    default: bytes.append(byte)
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
