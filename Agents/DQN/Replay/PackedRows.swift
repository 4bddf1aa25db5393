import NeuralCore

/// Rows of floats, a bit a number for as long as all of them are 0 or 1, as planes of stones and
/// one-hot states are: a thirty-second of the room.
///
/// The first other number turns every row into floats for good.
struct PackedRows: Sendable {
  let width: Int
  private(set) var count = 0
  private(set) var isBinary = true
  private var bits: [UInt8] = []  // [count, (width + 7) / 8]; empty unless binary
  private var floats: [Float] = []  // [count, width]; empty while binary

  init(width: Int) { self.width = width }

  private static func bytes(_ width: Int) -> Int { (width + 7) / 8 }

  /// Bytes that so many rows take.
  static func byteCount(rows: Int, width: Int, isBinary: Bool) -> Int {
    rows * (isBinary ? bytes(width) : width * MemoryLayout<Float>.size)
  }

  /// Writes a row, the next one or one that is there.
  mutating func set(_ row: Int, to numbers: Span<Float>) {
    precondition(numbers.count == width && row <= count, "row \(row) of \(count), \(width) wide")
    if isBinary, !numbers.indices.allSatisfy({ numbers[$0] == 0 || numbers[$0] == 1 }) { widen() }
    if row == count { grow() }
    guard isBinary else {
      for column in 0..<width { floats[row * width + column] = numbers[column] }
      return
    }
    let first = row * Self.bytes(width)
    for byte in 0..<Self.bytes(width) {
      var packed: UInt8 = 0
      for column in 8 * byte..<min(width, 8 * byte + 8) where numbers[column] == 1 {
        packed |= 1 << UInt8(column & 7)
      }
      bits[first + byte] = packed
    }
  }

  private mutating func grow() {
    count += 1
    if isBinary {
      for _ in 0..<Self.bytes(width) { bits.append(0) }
    } else {
      for _ in 0..<width { floats.append(0) }
    }
  }

  private mutating func widen() {
    floats = values
    bits = []
    isBinary = false
  }

  /// Copies a row to `target`, `[width]`.
  func copy(_ row: Int, to target: UnsafeMutableBufferPointer<Float>) {
    guard isBinary else {
      floats.withUnsafeBufferPointer {
        _ = target.update(fromContentsOf: $0[row * width..<(row + 1) * width])
      }
      return
    }
    let first = row * Self.bytes(width)
    for column in 0..<width {
      target[column] = bits[first + column >> 3] & (1 << UInt8(column & 7)) != 0 ? 1 : 0
    }
  }

  /// Every number, `[count, width]`.
  var values: [Float] {
    guard isBinary else { return floats }
    return [Float](unsafeUninitializedCapacity: count * width) { buffer, used in
      for row in 0..<count { copy(row, to: buffer.row(row, width: width)) }
      used = count * width
    }
  }

  // MARK: Saving

  func save(to archive: inout Safetensors, as name: String) {
    if isBinary { archive.set(name + ".bits", bits) } else { archive.set(name, floats) }
  }

  /// Rows that `save` wrote.
  ///
  /// - Throws: `RunError.mismatch` when there are not `count` of them.
  init(from archive: Safetensors, as name: String, count: Int, width: Int) throws {
    self.init(width: width)
    self.count = count
    isBinary = archive.names.contains(name + ".bits")
    if isBinary {
      bits = try archive.array(name + ".bits", as: UInt8.self, count: count * Self.bytes(width))
    } else {
      floats = try archive.finiteArray(name, as: Float.self, count: count * width)
    }
  }
}
