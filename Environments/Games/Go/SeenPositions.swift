/// A set of position keys that only grows: what superko asks.
///
/// Open addressing in a fixed table, so that a copy of a game is one copy of memory.
///
/// `contains` is `mutating` for the reason given at `GoBoard`.
struct SeenPositions<let capacity: Int>: Sendable {
  /// How many keys fit, so that probing stays short.
  static var limit: Int { capacity * 3 / 4 }

  private var keys: InlineArray<capacity, UInt64>  // 0 marks a free slot
  private var count = 0
  /// A key of the whole set, in whatever order it was filled.
  private(set) var key: UInt64 = 0

  init() {
    precondition(capacity & (capacity - 1) == 0, "\(capacity) is not a power of two")
    keys = InlineArray(repeating: 0)
  }

  /// The slot where the key is or would go.
  @inline(__always)
  private mutating func slot(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: key) & (capacity &- 1)
    while keys[slot] != 0 && keys[slot] != key { slot = (slot &+ 1) & (capacity &- 1) }
    return slot
  }

  @inline(__always)
  private func stored(_ position: UInt64) -> UInt64 { position == 0 ? 1 : position }

  @inline(__always)
  mutating func contains(_ position: UInt64) -> Bool {
    keys[slot(of: stored(position))] != 0
  }

  /// - Precondition: fewer than `limit` positions were inserted before.
  @inline(__always)
  mutating func insert(_ position: UInt64) {
    let slot = slot(of: stored(position))
    guard keys[slot] == 0 else { return }
    precondition(count < Self.limit, "no room for more than \(Self.limit) positions")
    keys[slot] = stored(position)
    count &+= 1
    key &+= (position ^ position &>> 32) &* 0x9E37_79B9_7F4A_7C15
  }
}
