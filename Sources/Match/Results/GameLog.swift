public import ArenaCore
import Foundation
import Glibc
public import Storage
import Synchronization

/// The finished games of a tournament in a file that grows line by line, a record a line: what an
/// interrupted tournament goes on from.
///
/// A game is known by its record's seed. Whatever was written whole survives a killed program; the
/// torn end that it may leave is cut off, and lines that are no records of this tournament are moved
/// to a file beside it whose name ends with `.damaged`, so that their games are played again. Once a
/// second what was written is synced to the disk.
public final class GameLog: Sendable {
  /// What is kept in memory of a game.
  private struct Entry {
    var offset: Int
    var length: Int32
    var first: Int32
    var second: Int32
    var winner: Seat?
    var cause: GameRecord.Cause
  }

  private struct State {
    var file: Int32
    var size = 0
    var entries: [UInt64: Entry] = [:]
    var names: [String: Int32] = [:]
    var synced = ContinuousClock.now
  }

  public let path: String
  /// Games that were there when it was opened, and lines that were set aside.
  public let foundCount: Int
  public let damagedCount: Int
  private let state: Mutex<State>

  /// Opens the file, or makes it.
  ///
  /// - Parameter accepts: whether a record is one of this tournament's.
  /// - Throws: `StorageError`.
  public init(
    _ path: String, threads: Int = 1, accepts: @escaping @Sendable (GameRecord) -> Bool
  ) throws(StorageError) {
    self.path = path
    var state = State(file: -1)
    var damaged: [Data] = []
    if access(path, F_OK) == 0 {
      let data = try StoredFile.read(path, isMapped: true)
      let lines = Self.lines(of: data)
      // What is decoded in one go is let go before the next.
      for start in stride(from: 0, to: lines.count, by: 8192) {
        let part = lines[start..<min(start + 8192, lines.count)]
        let records = Parallel.map(part.count, lanes: part.count, threads: threads) { index, _ in
          let range = part[start + index]
          let line = String(decoding: data[range], as: UTF8.self)
          return (try? GameRecord(jsonLine: line)).flatMap { accepts($0) ? $0 : nil }
        }
        for (range, record) in zip(part, records) {
          let bytes = data[range]
          if let record {
            // The last of several is the one that was played again.
            Self.add(record, Int32(bytes.count + 1), at: bytes.startIndex - data.startIndex, &state)
          } else {
            damaged.append(Data(bytes) + [UInt8(ascii: "\n")])
          }
        }
      }
      if !damaged.isEmpty { try Self.setAside(damaged, of: path) }
      let whole = lines.last.map { $0.upperBound + 1 - data.startIndex } ?? 0
      if !damaged.isEmpty || whole < data.count {
        try Self.rewrite(
          path, data, &state.entries,
          order: state.entries.keys.sorted {
            (state.entries[$0]?.offset ?? 0) < (state.entries[$1]?.offset ?? 0)
          })
      }
    }
    foundCount = state.entries.count
    damagedCount = damaged.count
    try Self.open(path, &state)
    self.state = Mutex(state)
  }

  deinit { state.withLock { _ = close($0.file) } }

  /// The ranges of whole lines, without their ends.
  private static func lines(of data: Data) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = data.startIndex
    while let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) {
      if end > start { lines.append(start..<end) }
      start = end + 1
    }
    return lines
  }

  private static func open(_ path: String, _ state: inout State) throws(StorageError) {
    state.file = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard state.file >= 0 else { throw StorageError("cannot write", path) }
    state.size = Int(lseek(state.file, 0, SEEK_END))
  }

  private static func add(
    _ record: GameRecord, _ length: Int32, at offset: Int, _ state: inout State
  ) {
    func number(_ name: String) -> Int32 {
      if let number = state.names[name] { return number }
      let number = Int32(state.names.count)
      state.names[name] = number
      return number
    }
    state.entries[record.seed] = Entry(
      offset: offset, length: length, first: number(record.first), second: number(record.second),
      winner: record.outcome.winner, cause: record.cause)
  }

  private static func setAside(_ lines: [Data], of path: String) throws(StorageError) {
    let aside = path + ".damaged"
    let before = access(aside, F_OK) == 0 ? try StoredFile.read(aside) : Data()
    try DurableFile.write(lines.reduce(before, +), to: aside)
  }

  /// Writes the file anew with these games in this order.
  private static func rewrite(
    _ path: String, _ data: Data, _ entries: inout [UInt64: Entry], order: [UInt64]
  ) throws(StorageError) {
    let known = entries
    try DurableFile.write(to: path) { (file: borrowing DurableFile.Writer) throws(StorageError) in
      var piece = Data()
      for seed in order {
        guard let entry = known[seed] else { continue }
        let start = data.startIndex + entry.offset
        piece += data[start..<start + Int(entry.length)]
        if piece.count > 1 << 20 {
          try file.append(piece)
          piece.removeAll(keepingCapacity: true)
        }
      }
      try file.append(piece)
    }
    var offset = 0
    for seed in order {
      guard var entry = known[seed] else { continue }
      entry.offset = offset
      offset += Int(entry.length)
      entries[seed] = entry
    }
  }

  /// How a game ended that was played already; nil where it was not.
  public func result(
    of seed: UInt64, _ first: String, _ second: String
  ) -> (winner: Seat?, cause: GameRecord.Cause)? {
    state.withLock { state in
      guard let entry = state.entries[seed], state.names[first] == entry.first,
        state.names[second] == entry.second
      else { return nil }
      return (entry.winner, entry.cause)
    }
  }

  /// Adds a game.
  ///
  /// - Throws: `StorageError`; what was written before is whole.
  public func append(_ record: GameRecord) throws(StorageError) {
    let line = Array((record.jsonLine + "\n").utf8)
    try state.withLock { state throws(StorageError) in
      guard line.withUnsafeBytes({ Descriptor.write($0, to: state.file) }) else {
        let error = StorageError("cannot write", path)
        // The end of a line that found no room goes.
        ftruncate(state.file, off_t(state.size))
        throw error
      }
      Self.add(record, Int32(line.count), at: state.size, &state)
      state.size += line.count
      if state.synced.duration(to: .now) > .seconds(1) {
        fsync(state.file)
        state.synced = .now
      }
    }
  }

  /// Puts the games in this order, those that are not in it behind by their seeds: the same games,
  /// the same bytes, whatever order they ended in.
  public func arrange(_ seeds: [UInt64]) throws(StorageError) {
    try state.withLock { state throws(StorageError) in
      let asked = Set(seeds)
      let order =
        seeds.filter { state.entries[$0] != nil }
        + state.entries.keys.filter { !asked.contains($0) }.sorted()
      var end = 0
      let isInOrder = order.allSatisfy { seed in
        defer { end += Int(state.entries[seed]?.length ?? 0) }
        return state.entries[seed]?.offset == end
      }
      if !isInOrder || end != state.size {
        let data = try StoredFile.read(path, isMapped: true)
        try Self.rewrite(path, data, &state.entries, order: order)
        close(state.file)
        try Self.open(path, &state)
      }
      fsync(state.file)
    }
  }

  /// The records of these games, in this order.
  public func records(of seeds: some Sequence<UInt64>) throws(StorageError) -> [GameRecord] {
    let data = try StoredFile.read(path, isMapped: true)
    let entries = state.withLock { state in seeds.compactMap { state.entries[$0] } }
    return entries.compactMap { entry in
      let start = data.startIndex + entry.offset
      guard start + Int(entry.length) <= data.endIndex else { return nil }
      let line = String(decoding: data[start..<start + Int(entry.length) - 1], as: UTF8.self)
      return try? GameRecord(jsonLine: line)
    }
  }
}
