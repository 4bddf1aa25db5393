/// What a proof search found out so far about forced wins, by position and attacker: a bounded table
/// in which later answers replace others.
struct ProofTable: Sendable {
  /// Whether a seat forces a win.
  enum Answer: Sendable {
    /// It does, within the depth asked about.
    case yes
    /// Not within the depth asked about.
    case no
    /// Not at any depth.
    case never
  }

  private struct Entry: Sendable {
    var key: UInt64 = 0
    /// The search that wrote it; entries of earlier ones are empty.
    var generation: UInt32 = 0
    /// A depth within which the attacker wins, the largest number while none is known.
    var winsWithin: UInt16 = .max
    /// A depth within which it does not win, the largest number for all of them.
    var failsWithin: UInt16 = 0
  }

  private var entries: [Entry]
  private var generation: UInt32 = 1

  /// - Parameter capacity: entries of 16 bytes, rounded up to a power of two, at most 2^20.
  init(capacity: Int) {
    var size = 64
    while size < min(capacity, 1 << 20) { size *= 2 }
    entries = [Entry](repeating: Entry(), count: size)
  }

  /// Forgets everything.
  mutating func forget() {
    generation &+= 1
    guard generation == 0 else { return }
    for index in entries.indices { entries[index] = Entry() }
    generation = 1
  }

  /// The answer for a depth; nil where none is known.
  func answer(_ key: UInt64, depth: Int) -> Answer? {
    let entry = entries[slot(of: key)]
    guard entry.key == key, entry.generation == generation else { return nil }
    if Int(entry.winsWithin) <= depth { return .yes }
    if entry.failsWithin == .max { return .never }
    return Int(entry.failsWithin) >= depth ? .no : nil
  }

  mutating func note(_ answer: Answer, for key: UInt64, depth: Int) {
    let slot = slot(of: key)
    if entries[slot].key != key || entries[slot].generation != generation {
      entries[slot] = Entry(key: key, generation: generation)
    }
    let depth = UInt16(clamping: min(depth, Int(UInt16.max) - 1))
    switch answer {
    case .yes: entries[slot].winsWithin = min(entries[slot].winsWithin, depth)
    case .no: entries[slot].failsWithin = max(entries[slot].failsWithin, depth)
    case .never: entries[slot].failsWithin = .max
    }
  }

  private func slot(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 &>> 32) & (entries.count - 1)
  }
}
