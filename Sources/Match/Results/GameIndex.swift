import ArenaCore
import Storage

/// Where the games of a log lie and how they ended, by their seeds: some in memory, and in a hash
/// table with open addressing on disk, so that memory does not grow with the number of games.
struct GameIndex: Sendable {
  /// What is known of one game.
  struct Entry: BitwiseCopyable, Sendable {
    let seed: UInt64
    /// Of its line in the log.
    private(set) var offset: Int
    /// The line's, with its end; 0 in a slot that is free.
    let length: Int32
    /// The players' numbers.
    let first: Int32
    let second: Int32
    private let winnerCode: Int8
    private let causeCode: Int8
    /// Number of the last order that named it.
    fileprivate var order: Int32 = 0

    init(_ record: GameRecord, _ range: Range<Int>, first: Int32, second: Int32) {
      seed = record.seed
      offset = range.lowerBound
      length = Int32(range.count)
      self.first = first
      self.second = second
      winnerCode = Int8(record.outcome.winner?.rawValue ?? -1)
      causeCode = Int8(GameRecord.Cause.allCases.firstIndex(of: record.cause) ?? 0)
    }

    var winner: Seat? { Seat(rawValue: Int(winnerCode)) }
    var cause: GameRecord.Cause { GameRecord.Cause.allCases[Int(causeCode)] }
    var range: Range<Int> { offset..<offset + Int(length) }

    func moved(to offset: Int) -> Entry {
      var entry = self
      entry.offset = offset
      return entry
    }
  }

  /// Slots that are looked at together.
  private static let run = 8

  private let path: String
  /// The latest, which are not on the disk yet or say more than it does.
  private var recent: [UInt64: Entry] = [:]
  private let recentLimit: Int
  private var bits = 12
  private var slots: DiskArray<Entry>
  private var slotsTaken = 0
  private var orders: Int32 = 0

  /// - Parameters:
  ///   - path: of the log; the table lies beside it.
  ///   - recentLimit: the most games in memory.
  init(of path: String, recentLimit: Int = 1 << 15) throws(StorageError) {
    self.path = path + ".index"
    self.recentLimit = recentLimit
    slots = try DiskArray(at: self.path)
  }

  private var slotCount: Int { 1 << bits }

  /// The slot that a game has or would have, and what is in it.
  private func find(_ seed: UInt64) throws(StorageError) -> (slot: Int, entry: Entry?) {
    // A file from elsewhere may have any seeds.
    var start = Int((seed &* 0x9e37_79b9_7f4a_7c15) >> UInt64(64 - bits))
    while true {
      let end = min(start + Self.run, slotCount)
      let found = try slots.withElements(start..<end) { run in
        run.enumerated().first { $0.element.length == 0 || $0.element.seed == seed }
      }
      if let (step, entry) = found { return (start + step, entry.length == 0 ? nil : entry) }
      start = end == slotCount ? 0 : end
    }
  }

  subscript(seed: UInt64) -> Entry? {
    get throws(StorageError) {
      if let entry = recent[seed] { return entry }
      return slotsTaken > 0 ? try find(seed).entry : nil
    }
  }

  /// How many games there are.
  mutating func count() throws(StorageError) -> Int {
    // One of the recent ones may be on the disk too.
    if slotsTaken > 0 { try flush() }
    return slotsTaken + recent.count
  }

  /// Puts a game in, or in the place of what was known of it.
  mutating func put(_ entry: Entry) throws(StorageError) {
    recent[entry.seed] = entry
    if recent.count >= recentLimit { try flush() }
  }

  private mutating func flush() throws(StorageError) {
    for entry in recent.values {
      // Half full at most: runs of taken slots stay short.
      if 2 * slotsTaken >= slotCount { try grow() }
      let (slot, known) = try find(entry.seed)
      try slots.write(entry, at: slot)
      if known == nil { slotsTaken += 1 }
    }
    recent.removeAll(keepingCapacity: true)
  }

  private mutating func grow() throws(StorageError) {
    let (old, oldCount) = (slots, slotCount)
    bits += 2
    slots = try DiskArray(at: path)
    try Self.forEach(of: old, oldCount) { entry throws(StorageError) in
      try slots.write(entry, at: find(entry.seed).slot)
    }
  }

  /// The games that are not among these, by their seeds.
  mutating func others(than seeds: some Sequence<UInt64>) throws(StorageError) -> [UInt64] {
    orders += 1
    if slotsTaken > 0 { try flush() }
    for seed in seeds {
      recent[seed]?.order = orders
      guard slotsTaken > 0, case (let slot, var entry?) = try find(seed) else { continue }
      entry.order = orders
      try slots.write(entry, at: slot)
    }
    var others = recent.values.filter { $0.order != orders }.map(\.seed)
    try Self.forEach(of: slots, slotCount) { if $0.order != orders { others.append($0.seed) } }
    return others.sorted()
  }

  private static func forEach(
    of slots: DiskArray<Entry>, _ count: Int, _ body: (Entry) throws(StorageError) -> Void
  ) throws(StorageError) {
    for start in stride(from: 0, to: count, by: 4096) {
      let taken = try slots.withElements(start..<min(start + 4096, count)) { piece in
        piece.filter { $0.length > 0 }
      }
      for entry in taken { try body(entry) }
    }
  }
}
