/// A fast 64-bit checksum against damage, not against forgers: four lanes of multiply and rotate.
///
/// The result does not depend on how the bytes are cut into pieces.
struct Checksum {
  private var lanes = SIMD4<UInt64>(1, 2, 3, 4)
  private var pending: [UInt8] = []
  private var count: UInt64 = 0

  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  init() {}

  /// Adds the next bytes of the data.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    count &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let needed = min(32 - pending.count, rest.count)
      pending.append(contentsOf: rest.prefix(needed))
      rest = rest.dropFirst(needed)
      guard pending.count == 32 else { return }
      let words = pending.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
      mix(words)
      pending.removeAll(keepingCapacity: true)
    }
    let whole = UnsafeRawBufferPointer(rebasing: rest)
    var offset = 0
    while offset &+ 32 <= whole.count {
      mix(whole.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self))
      offset &+= 32
    }
    pending.append(contentsOf: whole[offset...])
  }

  private mutating func mix(_ words: SIMD4<UInt64>) {
    lanes = (lanes ^ words) &* SIMD4(repeating: Self.factor)
    lanes ^= lanes &>> 29
  }

  /// The checksum of everything added, as 16 hexadecimal digits.
  var text: String {
    var copy = self
    copy.pending += [UInt8](repeating: 0, count: 32 - pending.count)
    let last = copy.pending.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    copy.mix(last)
    var sum = count
    for lane in 0..<4 { sum = (sum ^ copy.lanes[lane]) &* Self.factor ^ (sum >> 31) }
    let digits = String(sum ^ (sum >> 32), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
