/// What alpha-beta remembers of positions: a bounded table in which later results replace others.
struct TranspositionTable: Sendable {
  enum Bound: UInt8, Sendable {
    case exact, lower, upper
  }

  struct Entry: Sendable {
    var key: UInt64
    var score: Int32
    /// The best action known, -1 for none.
    var action: Int32
    var depth: Int16
    var bound: Bound
    /// Whether no estimate went into the score, so that it holds at any depth.
    var isComplete: Bool
  }

  private var entries: [Entry]

  init(bits: Int) {
    let empty = Entry(key: 0, score: 0, action: -1, depth: -1, bound: .upper, isComplete: false)
    entries = [Entry](repeating: empty, count: 1 << bits)
  }

  subscript(key: UInt64) -> Entry? {
    let entry = entries[slot(of: key)]
    return entry.key == key && entry.depth >= 0 ? entry : nil
  }

  /// Keeps the deeper of two results for one position, and the newer for different ones.
  mutating func store(_ entry: Entry) {
    let slot = slot(of: entry.key)
    let old = entries[slot]
    if old.key == entry.key && old.depth > entry.depth && !entry.isComplete { return }
    entries[slot] = entry
  }

  mutating func removeAll() {
    for index in entries.indices { entries[index].depth = -1 }
  }

  private func slot(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: key) & (entries.count - 1)
  }
}
