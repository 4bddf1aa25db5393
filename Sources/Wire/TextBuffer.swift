/// Text that is written piece by piece as bytes: no string is made on the way.
public struct TextBuffer: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public var count: Int { bytes.count }

  /// Appends text that stands in the program.
  public mutating func write(literal text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  public mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends what another buffer holds.
  public mutating func write(_ other: TextBuffer) { bytes.append(contentsOf: other.bytes) }

  public mutating func write(byte: UInt8) { bytes.append(byte) }

  /// Appends a number in decimal digits.
  public mutating func write(_ number: Int) {
    guard number > 9 || number < 0 else { return bytes.append(UInt8(ascii: "0") + UInt8(number)) }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = bytes.count
    while rest > 0 {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(digit))
      rest = quotient
    }
    // The last digit came first.
    var (left, right) = (start, bytes.count - 1)
    while left < right {
      bytes.swapAt(left, right)
      (left, right) = (left + 1, right - 1)
    }
  }

  /// Writes eight hexadecimal digits over the bytes at `position`.
  public mutating func overwrite(hexadecimal number: UInt32, at position: Int) {
    for index in 0..<8 {
      let digit = UInt8(number >> UInt32(28 - 4 * index) & 15)
      bytes[position + index] =
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
  }

  /// Forgets everything, keeping the memory up to a limit.
  public mutating func removeAll(keeping limit: Int = .max) {
    bytes.removeAll(keepingCapacity: bytes.capacity <= limit)
  }

  /// Gives the bytes away and goes on with an empty buffer, which has room for as many again.
  public mutating func take() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    if taken.count < 1 << 18 { bytes.reserveCapacity(taken.count) }
    return taken
  }
}
