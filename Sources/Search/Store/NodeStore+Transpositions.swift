/// ProvenResult the node of a position that another line led to.
///
/// An open-addressing table of node indices by the low bits of their keys, at most half full and
/// probed in sequence. Nodes leave it only all at once, so nothing marks what was removed.
extension NodeStore {
  /// The node of the position with this key, if there is one.
  func node(withKey key: UInt64) -> Int? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while slots[slot] >= 0 {
      let node = Int(slots[slot])
      if self.key[node] == key { return node }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Enters a node under its key.
  mutating func register(_ node: Int) {
    if 2 * count > slots.count {
      slots = [Int32](repeating: -1, count: max(64, 2 * slots.count))
      for known in 0..<node { insert(known) }
    }
    insert(node)
  }

  mutating func clearTable() {
    for slot in slots.indices { slots[slot] = -1 }
  }

  private mutating func insert(_ node: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key[node]) & mask
    while slots[slot] >= 0 { slot = (slot + 1) & mask }
    slots[slot] = Int32(node)
  }
}
