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
/// second what was written is synced to the disk. Memory does not grow with the number of games.
public final class GameLog: Sendable {
  private struct State {
    var file: Int32
    var size = 0
    var index: GameIndex
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
    // Where a link leads, so that the file that it names is replaced and not the link.
    let path = Self.resolved(path)
    self.path = path
    var state = State(file: try Self.open(path), index: try GameIndex(of: path))
    let (foundCount, damagedCount): (Int, Int)
    do throws(StorageError) {
      let damaged = try Self.read(path, threads, &state, accepts)
      damagedCount = damaged.count
      if !damaged.isEmpty {
        try Self.setAside(damaged, of: path, &state)
        state.index = try GameIndex(of: path)
        _ = try Self.read(path, threads, &state, accepts)
      }
      foundCount = try state.index.count()
    } catch {
      close(state.file)
      throw error
    }
    self.foundCount = foundCount
    self.damagedCount = damagedCount
    self.state = Mutex(state)
  }

  deinit { state.withLock { _ = close($0.file) } }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func open(_ path: String) throws(StorageError) -> Int32 {
    let file = Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw StorageError("cannot write", path) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(file)
      throw StorageError("cannot read \(path): it is no file")
    }
    return file
  }

  /// Hands over the records of a log, which another process may be writing; what is none is left
  /// out.
  public static func read(
    _ path: String, _ body: (GameRecord) -> Void
  ) throws(StorageError) {
    guard access(path, F_OK) == 0 else { return }
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw StorageError("cannot read", path) }
    defer { close(file) }
    var lines = LogLines(file, path)
    while let piece = try lines.next() {
      for line in 0..<piece.count {
        if let record = try? GameRecord(jsonLine: piece.text(line)) { body(record) }
      }
    }
  }

  /// Takes in what the file holds and cuts off its torn end.
  ///
  /// - Returns: where its damaged lines lie, with their ends.
  private static func read(
    _ path: String, _ threads: Int, _ state: inout State,
    _ accepts: @escaping @Sendable (GameRecord) -> Bool
  ) throws(StorageError) -> [Range<Int>] {
    var damaged: [Range<Int>] = []
    var lines = LogLines(state.file, path)
    state.size = 0
    while let piece = try lines.next() {
      let records = Parallel.map(piece.count, lanes: .max, threads: threads) { line, _ in
        let record = try? GameRecord(jsonLine: piece.text(line))
        return record.flatMap { accepts($0) ? $0 : nil }
      }
      for (line, record) in records.enumerated() {
        if let record {
          // The last of several is the one that was played again.
          try add(record, piece.range(line), &state)
        } else {
          damaged.append(piece.range(line))
        }
      }
      state.size = piece.end
    }
    guard ftruncate(state.file, off_t(state.size)) == 0 else {
      throw StorageError("cannot write", path)
    }
    return damaged
  }

  private static func add(
    _ record: GameRecord, _ range: Range<Int>, _ state: inout State
  ) throws(StorageError) {
    func number(_ name: String) -> Int32 {
      if let number = state.names[name] { return number }
      let number = Int32(state.names.count)
      state.names[name] = number
      return number
    }
    let (first, second) = (number(record.first), number(record.second))
    try state.index.put(GameIndex.Entry(record, range, first: first, second: second))
  }

  /// Takes damaged lines out of the file.
  private static func setAside(
    _ damaged: [Range<Int>], of path: String, _ state: inout State
  ) throws(StorageError) {
    var parts: [Data] = []
    for range in damaged { parts.append(Data(try LogLines.bytes(range, of: state.file, path))) }
    try DamagedParts.setAside(parts, of: path)
    let end = state.size
    state.file = try rewrite(path, from: state.file) { keep throws(StorageError) in
      var start = 0
      for range in damaged + [end..<end] {
        for place in stride(from: start, to: range.lowerBound, by: piece) {
          try keep(place..<min(place + piece, range.lowerBound))
        }
        start = range.upperBound
      }
    }
  }

  /// What is copied at once.
  private static let piece = 1 << 20

  /// Writes the file anew from pieces of itself.
  ///
  /// - Parameter body: names the pieces, of a MiB at most, in order.
  /// - Returns: the new file, in place of the old one, which is closed.
  private static func rewrite(
    _ path: String, from old: Int32,
    _ body: ((Range<Int>) throws(StorageError) -> Void) throws(StorageError) -> Void
  ) throws(StorageError) -> Int32 {
    // A file with a second name is replaced too: written through, it would be read from after its
    // end was cut.
    let before = path + ".before"
    try DurableFile.write(to: path, keepingOldAs: before) {
      (file: borrowing DurableFile.Writer) throws(StorageError) in
      var bytes: [UInt8] = []
      try body { range throws(StorageError) in
        bytes += try LogLines.bytes(range, of: old, path)
        guard bytes.count >= piece else { return }
        try file.append(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
      try file.append(bytes)
    }
    unlink(before)
    let new = try open(path)
    close(old)
    return new
  }

  /// How a game ended that was played already; nil where it was not.
  public func result(
    of seed: UInt64, _ first: String, _ second: String
  ) throws(StorageError) -> (winner: Seat?, cause: GameRecord.Cause)? {
    try state.withLock { state throws(StorageError) in
      guard let entry = try state.index[seed], state.names[first] == entry.first,
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
      let start = state.size
      state.size += line.count
      try Self.add(record, start..<state.size, &state)
      if state.synced.duration(to: .now) > .seconds(1) {
        fsync(state.file)
        state.synced = .now
      }
    }
  }

  /// Puts the games in this order, those that are not in it behind by their seeds: the same games,
  /// the same bytes, whatever order they ended in.
  public func arrange(_ seeds: some Sequence<UInt64>) throws(StorageError) {
    try state.withLock { state throws(StorageError) in
      var others: [UInt64] = []
      func visit(
        _ body: (GameIndex.Entry) throws(StorageError) -> Void
      ) throws(StorageError) {
        for seed in seeds { if let entry = try state.index[seed] { try body(entry) } }
        for seed in others { if let entry = try state.index[seed] { try body(entry) } }
      }
      var (count, end, isInOrder) = (0, 0, true)
      func check() throws(StorageError) {
        (count, end, isInOrder) = (0, 0, true)
        try visit { entry in
          count += 1
          isInOrder = isInOrder && entry.offset == end
          end += Int(entry.length)
        }
      }
      try check()
      if try count < state.index.count() {
        others = try state.index.others(than: seeds)
        try check()
      }
      if !isInOrder || end != state.size {
        state.file = try Self.rewrite(path, from: state.file) { keep throws(StorageError) in
          try visit { entry throws(StorageError) in try keep(entry.range) }
        }
        state.size = 0
        try visit { entry throws(StorageError) in
          try state.index.put(entry.moved(to: state.size))
          state.size += Int(entry.length)
        }
      }
      fsync(state.file)
    }
  }

  /// The records of these games, in this order.
  public func records(of seeds: some Sequence<UInt64>) throws(StorageError) -> [GameRecord] {
    let (file, index) = state.withLock { ($0.file, $0.index) }
    var records: [GameRecord] = []
    for seed in seeds {
      guard let entry = try index[seed] else { continue }
      let bytes = try LogLines.bytes(entry.range, of: file, path)
      let line = String(decoding: bytes.dropLast(), as: UTF8.self)
      if let record = try? GameRecord(jsonLine: line) { records.append(record) }
    }
    return records
  }
}
