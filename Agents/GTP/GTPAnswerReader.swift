import Foundation

/// Finds the answers in what a GTP program writes; it does no reading of its own.
///
/// An answer is `=[id] text` or `?[id] message` with any number of further lines, up to an empty
/// one. Whatever comes before such a line is skipped: a banner, spare empty lines. Control
/// characters are dropped and a tab is a blank, as GTP 2 asks of a controller (section 3.2).
struct GTPAnswerReader {
  struct Answer: Hashable {
    let isSuccess: Bool
    /// Nil where the program sent none, or one too large to be ours.
    let id: Int?
    /// Without the blanks around it; lines are separated by newlines.
    let text: String
  }

  /// Bytes that an answer may have; the rest of a longer one is dropped.
  static let limit = 1 << 20

  private var line: [UInt8] = []
  private var answer: [UInt8]?
  private var complete: [Answer] = []

  /// Takes the next bytes, cut anywhere.
  mutating func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"): endLine()
      case UInt8(ascii: "\t"): keep(UInt8(ascii: " "))
      case 0..<32, 127: break
      default: keep(byte)
      }
    }
  }

  /// The next complete answer, once.
  mutating func next() -> Answer? { complete.isEmpty ? nil : complete.removeFirst() }

  private mutating func keep(_ byte: UInt8) {
    if line.count + (answer?.count ?? 0) < Self.limit { line.append(byte) }
  }

  private mutating func endLine() {
    defer { line.removeAll(keepingCapacity: true) }
    if let begun = answer {
      if line.isEmpty {
        complete.append(Self.parse(begun))
        answer = nil
      } else {
        answer?.append(UInt8(ascii: "\n"))
        answer?.append(contentsOf: line)
      }
    } else if line.first == UInt8(ascii: "=") || line.first == UInt8(ascii: "?") {
      answer = line
    }
  }

  private static func parse(_ bytes: [UInt8]) -> Answer {
    let rest = bytes.dropFirst()
    let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    let text = String(decoding: rest.dropFirst(digits.count), as: UTF8.self)
    return Answer(
      isSuccess: bytes.first == UInt8(ascii: "="),
      id: Int(String(decoding: digits, as: UTF8.self)),
      text: text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
