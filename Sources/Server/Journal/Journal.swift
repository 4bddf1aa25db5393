import Glibc
import Lobby
import Wire

/// What a server promised, in files: a snapshot of how things stood, a segment of what happened
/// since, and the games that are finished.
///
/// A crash may come at any moment. The torn last line that it leaves in a segment is cut off on
/// opening and reported; a whole line that is damaged is an error, also if it is the last. Each
/// snapshot and segment has a number: a segment goes on from the snapshot of the same number, and
/// one of a lower number is spent.
struct Journal: ~Copyable {
  let paths: JournalPaths
  /// The segment, locked.
  private(set) var segment: JournalFile
  /// The segment before it, kept locked until the new one has its name.
  private var former: JournalFile?
  /// Finished games.
  private(set) var games: JournalFile
  /// How long the file of games was at the snapshot.
  private let gamesKnown: Int
  private(set) var generation: Int
  /// The entries that were read.
  let entryCount: Int
  /// Whether to begin with a new snapshot: a crash interrupted the change to the next segment, the
  /// file of games is shorter than the last one says, or there is much to read.
  let mustRenew: Bool

  /// Opens or creates a journal and keeps other servers out of it.
  ///
  /// - Parameters:
  ///   - limit: the length of a segment that is not gone on with.
  ///   - report: receives what was cut off, in one line.
  ///   - replay: receives each entry; what it throws ends the opening.
  /// - Throws: `ServerError` for files that cannot be used, are in use, are no journal, are damaged
  ///   or do not fit.
  static func open(
    _ path: String, limit: Int = .max, report: (String) -> Void = { _ in },
    replay: (JournalEntry) throws(ReplayError) -> Void
  ) throws(ServerError) -> Journal {
    let paths = JournalPaths(path)
    let isMissing = access(paths.segment, F_OK) != 0
    var segment = try Self.locked(paths)
    unlink(paths.partial)
    var games = try JournalFile(paths.games)
    var history = JournalHistory()
    let snapshot = try Self.optional(paths.snapshot, JournalText.snapshotHeader)
    if let snapshot { try history.readSnapshot(snapshot, replay) }
    try Self.cutTorn(&games, behind: history.gamesLength)
    let isBegunAnew = games.length < history.gamesLength
    if isBegunAnew {
      report("the file of games \(paths.games) was cut or taken away: begun anew at its end")
    }
    if snapshot == nil {
      try Self.begin(&segment, report)
    } else if isMissing {
      report("the journal \(paths.segment) was taken away: begun anew behind its snapshot")
      try segment.append(Self.beginning(history.generation, games: history.gamesLength))
      try segment.sync()
      try paths.syncFolder()
    }
    let text = try JournalText(
      segment.readAll(), header: JournalText.journalHeader, path: paths.segment)
    let end = try history.readSegment(text, replay)
    try Self.cut(&segment, at: end, report)
    var hasNext = false
    if let next = try Self.optional(paths.next, JournalText.journalHeader) {
      hasNext = true
      _ = try history.readSegment(next, ahead: true, replay)
    }
    return Journal(
      paths: paths, segment: segment, games: games, gamesKnown: history.gamesLength,
      generation: history.generation, entryCount: history.entryCount,
      mustRenew: hasNext || history.isSegmentSpent || isBegunAnew || end > limit)
  }

  /// Opens the segment and keeps other servers out.
  private static func locked(_ paths: JournalPaths) throws(ServerError) -> JournalFile {
    while true {
      let segment = try JournalFile(paths.segment)
      try segment.lock()
      // A server that begins the next segment lets go of one that has no name any more.
      if segment.hasItsName { return segment }
    }
  }

  /// A crash may have torn the last finished game: it is replayed and written again.
  ///
  /// - Parameter length: so long it was at the snapshot, and whole.
  private static func cutTorn(
    _ games: inout JournalFile, behind length: Int
  ) throws(ServerError) {
    guard games.length > length else { return }
    let tail = try games.read(from: length)
    let end = tail.lastIndex(of: 10).map { $0 + 1 } ?? 0
    if end < tail.count { try games.cut(at: length + end) }
  }

  private init(
    paths: JournalPaths, segment: consuming JournalFile, games: consuming JournalFile,
    gamesKnown: Int, generation: Int, entryCount: Int, mustRenew: Bool
  ) {
    self.paths = paths
    self.segment = segment
    self.games = games
    self.gamesKnown = gamesKnown
    self.generation = generation
    self.entryCount = entryCount
    self.mustRenew = mustRenew
  }

  /// The text of a file that need not be there.
  static func optional(
    _ path: String, _ header: [UInt8]
  ) throws(ServerError) -> JournalText? {
    guard access(path, F_OK) == 0 else { return nil }
    let bytes = try JournalFile(path).readAll()
    // Torn while it was new: nothing was promised yet.
    if bytes.count < header.count, header.starts(with: bytes) { return nil }
    return try JournalText(bytes, header: header, path: path)
  }

  /// Writes the first line of a segment that is new, or was torn while it was.
  private static func begin(
    _ segment: inout JournalFile, _ report: (String) -> Void
  ) throws(ServerError) {
    guard segment.length < 1 << 20 else { return }
    let bytes = try segment.readAll()
    // A crash may leave zeros where a file had grown and nothing was written yet.
    let written = bytes[..<(bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)]
    let header = JournalText.journalHeader
    guard written.count < header.count, header.starts(with: written) else { return }
    if !bytes.isEmpty {
      report("the journal \(segment.path) was torn while it was new: begun anew")
    }
    try segment.cut(at: 0)
    try segment.append(header)
    try segment.sync()
    try JournalPaths(segment.path).syncFolder()
  }

  private static func cut(
    _ segment: inout JournalFile, at end: Int, _ report: (String) -> Void
  ) throws(ServerError) {
    let torn = segment.length - end
    guard torn > 0 else { return }
    try segment.cut(at: end)
    report(
      "the journal \(segment.path) ended in a torn line: \(torn) bytes cut off at byte \(end)")
  }

  /// Writes entries and waits until they are on the disk: one sync for all of them.
  mutating func commit(_ entries: [JournalEntry]) throws(ServerError) {
    var text = TextBuffer()
    for entry in entries { JournalText.write(entry, to: &text) }
    try commit(text.bytes)
  }

  /// Writes lines and waits until they are on the disk.
  ///
  /// - Throws: where the disk refuses; then none of them is in the journal.
  mutating func commit(_ lines: [UInt8]) throws(ServerError) {
    guard !lines.isEmpty else { return }
    let length = segment.length
    do throws(ServerError) {
      try segment.append(lines)
      try segment.sync()
    } catch {
      // Written once more when there is room: what may have reached the disk is overwritten.
      try? segment.cut(at: length)
      segment.rewind(to: length)
      throw error
    }
  }

  /// Sees to it that there is room for what comes next.
  mutating func reserve() throws(ServerError) { try segment.reserve() }

  /// Writes finished games; they are durable with the next snapshot.
  mutating func append(games lines: [UInt8]) throws(ServerError) {
    guard !lines.isEmpty else { return }
    let length = games.length
    do throws(ServerError) { try games.append(lines) } catch {
      games.rewind(to: length)
      throw error
    }
  }

  /// Writes the finished games that were replayed, but for those that the file has already.
  mutating func append(replayed lines: [UInt8]) throws(ServerError) {
    guard !lines.isEmpty, gamesKnown < games.length else { return try append(games: lines) }
    let known = Set(try games.read(from: gamesKnown).split(separator: 10).map { Array($0) })
    var missing: [UInt8] = []
    for line in lines.split(separator: 10) where !known.contains(Array(line)) {
      missing += line
      missing.append(10)
    }
    try append(games: missing)
  }

  // MARK: The next segment

  /// Goes on in a new segment, which follows a snapshot that is yet to be written.
  mutating func beginNext() throws(ServerError) {
    try games.sync()
    var next = try JournalFile(paths.next, truncating: true)
    try next.lock()
    try next.append(Self.beginning(generation + 1, games: games.length))
    try next.sync()
    try paths.syncFolder()
    swap(&segment, &next)
    former = consume next
    generation += 1
  }

  /// The new segment has its name: the one before it may go.
  mutating func forgetFormer() { former = nil }

  /// Nothing more is written: another server may come.
  mutating func unlock() {
    former = nil
    segment.unlock()
  }

  /// Writes the snapshot that the next segment follows, and gives both their names: the old ones go.
  static func complete(_ snapshot: [UInt8], _ paths: JournalPaths) throws(ServerError) {
    try replaceSnapshot(snapshot, paths)
    try paths.rename(paths.next, to: paths.segment)
  }

  private static func replaceSnapshot(
    _ snapshot: [UInt8], _ paths: JournalPaths
  ) throws(ServerError) {
    unlink(paths.partial)
    var file = try JournalFile(paths.partial, truncating: true)
    try file.append(snapshot)
    try file.sync()
    try paths.rename(paths.partial, to: paths.snapshot)
  }

  /// Begins anew behind a snapshot of all that was read, while nothing else is written.
  mutating func renew(_ entries: ((JournalEntry) -> Void) -> Void) throws(ServerError) {
    try games.sync()
    generation += 1
    // From here on the segments that were read are spent.
    try Self.replaceSnapshot(
      Self.snapshot(generation: generation, games: games.length, entries), paths)
    var segment = try JournalFile(paths.partial, truncating: true)
    try segment.lock()
    try segment.append(Self.beginning(generation, games: games.length))
    try segment.sync()
    try paths.rename(paths.partial, to: paths.segment)
    unlink(paths.next)
    self.segment = segment
  }

  /// Writes an empty segment behind a snapshot that has lost its own.
  static func beginAnew(behind generation: Int, _ paths: JournalPaths) throws(ServerError) {
    let games = try JournalFile(paths.games)
    var segment = try JournalFile(paths.segment, truncating: true)
    try segment.append(beginning(generation, games: games.length))
    try segment.sync()
    try paths.syncFolder()
  }

  private static func beginning(_ generation: Int, games: Int) -> [UInt8] {
    var text = TextBuffer()
    JournalText.write(.generation(generation, games: games), to: &text)
    return JournalText.journalHeader + text.bytes
  }

  /// The bytes of the snapshot after which the next segment begins.
  ///
  /// - Parameter entries: calls its argument with each entry.
  static func snapshot(
    generation: Int, games: Int, _ entries: ((JournalEntry) -> Void) -> Void
  ) -> [UInt8] {
    var text = TextBuffer()
    text.write(literal: "arena-snapshot 1\n")
    JournalText.write(.generation(generation, games: games), to: &text)
    var count = 0
    entries { entry in
      JournalText.write(entry, to: &text)
      count += 1
    }
    JournalText.write(.complete(entries: count), to: &text)
    return text.take()
  }
}
