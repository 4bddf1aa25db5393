import ArenaCore

/// Records as lines of JSON, written by hand: a tournament of instant games would spend most of its
/// time in the general encoder, whose bytes these are.
extension GameRecord {
  /// The record as one line of JSON without its newline; keys in alphabetical order.
  public var jsonLine: String { line(table: nil) }

  /// The same.
  ///
  /// - Parameter table: a key besides, of a server's file of games.
  public func line(table: Int?) -> String {
    var line = LineWriter()
    line.write("{\"cause\":\"")
    line.write(cause.rawValue)
    line.write("\",\"first\":")
    line.quote(first)
    line.write(",\"game\":")
    line.quote(game)
    if let margin {
      line.write(",\"margin\":")
      line.write(margin)
    }
    if let milliseconds {
      line.write(",\"milliseconds\":[")
      line.list(milliseconds) { $0.write(String($1)) }
      line.write("]")
    }
    line.write(",\"moves\":[")
    line.list(moves) { $0.quote($1) }
    line.write("],\"opening\":")
    line.write(String(opening))
    line.write(",\"options\":")
    line.quote(options)
    line.write(",\"reason\":")
    line.quote(reason)
    line.write(",\"second\":")
    line.quote(second)
    line.write(",\"seed\":")
    line.write(String(seed))
    if let table {
      line.write(",\"table\":")
      line.write(String(table))
    }
    if let winner {
      line.write(",\"winner\":")
      line.quote(winner)
    }
    line.write("}")
    return line.text
  }
}

/// The bytes of a line as they grow.
private struct LineWriter {
  private var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(512) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// A whole number without a point; infinities and what is no number as text.
  mutating func write(_ number: Double) {
    guard number.isFinite else {
      return quote(number.isNaN ? "nan" : number > 0 ? "inf" : "-inf")
    }
    let text = "\(number)"
    write(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 8: write("\\b")
      case 9: write("\\t")
      case 10: write("\\n")
      case 12: write("\\f")
      case 13: write("\\r")
      case 0..<32: write("\\u" + String(Text.hexadecimal(UInt16(byte))))
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func list<Element>(
    _ elements: [Element], _ write: (inout LineWriter, Element) -> Void
  ) {
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(&self, element)
    }
  }
}
