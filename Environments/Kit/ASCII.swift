/// Reading move notation by its bytes: no accent, foreign digit or look-alike passes for ASCII.
enum ASCII {
  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// A number from 1 to 9999 as it is printed: digits only, not beginning with 0.
  static func number(_ bytes: some Collection<UInt8>) -> Int? {
    guard (1...4).contains(bytes.count), bytes.first != UInt8(ascii: "0"),
      bytes.allSatisfy(isDigit)
    else { return nil }
    return bytes.reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) }
  }

  /// Whether `text` is `word`, which is in lower case, whatever the case of its own letters.
  static func isWord(_ text: String, _ word: StaticString) -> Bool {
    word.withUTF8Buffer { letters in
      text.utf8.elementsEqual(letters) { byte, letter in
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
          ? byte | 0x20 == letter : byte == letter
      }
    }
  }
}
