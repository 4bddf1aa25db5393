import ArenaCore
import Foundation
import Glibc
import Lobby
public import Match

/// A look at all of a journal: every entry is read, and every game is played again by the rules.
///
/// Nothing is changed unless `repair` is called.
public struct JournalCheck {
  /// What is wrong, a line each; empty for a journal from which a server can start and lose nothing.
  public private(set) var findings: [String] = []
  /// What is there, for people.
  public private(set) var summary = ""
  /// Files with the place from which on they cannot be kept.
  private var cuts: [(path: String, byte: Int)] = []
  /// Files that go on from what is cut.
  private var orphans: [String] = []
  /// The snapshot whose segment is lost.
  private var lostSegment: Int?
  private let paths: JournalPaths
  private let directory: GameDirectory

  /// Looks at a journal that no server uses.
  ///
  /// - Parameter path: as `--journal` names it.
  /// - Throws: `ServerError` for one that is not there, cannot be read or is in use.
  public init(_ path: String, games: GameDirectory) throws(ServerError) {
    paths = JournalPaths(path)
    directory = games
    let isThere = access(paths.segment, F_OK) == 0
    guard isThere || access(paths.snapshot, F_OK) == 0 else {
      throw ServerError(failing: "cannot open the journal \(paths.segment)")
    }
    var segment: JournalFile?
    var length = 0
    if isThere {
      let file = try JournalFile(paths.segment)
      try file.lock()
      length = file.length
      segment = consume file
    }
    var lobby = Lobby(games, keepsJournal: false, seed: 1)
    var history = JournalHistory()
    var isWhole = check(paths.snapshot, JournalText.snapshotHeader, canBeCut: false, &history) {
      history, text throws(ServerError) in
      try history.readSnapshot(text) { entry throws(ReplayError) in try lobby.replay(entry) }
      return text.bytes.count
    }
    for (file, isAhead) in [(paths.segment, false), (paths.next, true)] {
      guard isWhole else {
        if access(file, F_OK) == 0, file != paths.segment { orphans.append(file) }
        continue
      }
      isWhole = check(file, JournalText.journalHeader, canBeCut: true, &history) {
        history, text throws(ServerError) in
        try history.readSegment(text, ahead: isAhead) { entry throws(ReplayError) in
          try lobby.replay(entry)
        }
      }
    }
    if history.generation > 0, length <= JournalText.journalHeader.count {
      findings.append(
        "\(paths.segment) is \(isThere ? "empty" : "missing"): a repair would begin anew behind "
          + "snapshot \(history.generation)")
      lostSegment = history.generation
    }
    // Bots are nobody's business here.
    findings += lobby.finishReplay(at: .zero).filter { $0.hasPrefix("table ") }
    let records = try checkGames(knownTo: history.gamesLength)
    summary =
      "\(history.entryCount) entries, \(lobby.tableCount) games in progress, \(records) finished games"
    // Until here it is locked.
    _ = consume segment
  }

  /// Reads one file.
  ///
  /// - Returns: whether what follows it can be read too.
  private mutating func check(
    _ path: String, _ header: [UInt8], canBeCut: Bool, _ history: inout JournalHistory,
    _ read: (inout JournalHistory, JournalText) throws(ServerError) -> Int
  ) -> Bool {
    do throws(ServerError) {
      guard let text = try Journal.optional(path, header) else { return true }
      do throws(ServerError) {
        let end = try read(&history, text)
        guard end < text.bytes.count else { return true }
        findings.append(
          "\(path) ends in a torn line: \(text.bytes.count - end) bytes at byte \(end)")
        cuts.append((path, end))
        return true
      } catch {
        findings.append(error.description)
        guard canBeCut, let place = history.fault else { return false }
        let rest = text.bytes[place.byte...]
        findings.append(
          "a repair would cut \(rest.count) bytes, \(rest.count { $0 == 10 }) lines, off \(path)")
        cuts.append((path, place.byte))
        return false
      }
    } catch {
      findings.append(error.description)
      return false
    }
  }

  /// Plays the finished games again.
  ///
  /// - Parameter length: what the snapshot says that there is at least, unless all was moved away.
  private mutating func checkGames(knownTo length: Int) throws(ServerError) -> Int {
    guard access(paths.games, F_OK) == 0 else { return 0 }
    let bytes = try JournalFile(paths.games).readAll()
    if bytes.count < length {
      findings.append(
        "\(paths.games) has \(bytes.count) bytes, and the snapshot knows of \(length): finished "
          + "games are missing")
    }
    var count = 0
    var start = 0
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      defer { start += line.count + 1 }
      guard start + line.count < bytes.count else { break }  // a torn one is written again
      count += 1
      if let reason = fault(of: String(decoding: line, as: UTF8.self)) {
        findings.append("\(paths.games), line \(count): \(reason)")
      }
    }
    return count
  }

  private func fault(of line: String) -> String? {
    do {
      let record = try GameRecord(jsonLine: line)
      var session = try directory.session(record.game, Options.values(of: record.options))
      for move in record.moves { try session.play(notation: move) }
      guard record.cause == .rules else { return nil }
      let outcome = session.outcome
      return outcome?.winner?.name == record.winner && outcome != nil
        ? nil : "the rules end this game otherwise"
    } catch { return "\(error)" }
  }

  /// Whether there is something that `repair` would cut off.
  public var canRepair: Bool { !cuts.isEmpty || lostSegment != nil }

  /// Cuts off what cannot be kept; the files as they were stay beside, as `FILE.damaged`, or with a
  /// number where an earlier repair left one.
  public func repair() throws(ServerError) {
    for cut in cuts {
      let aside = Self.freeName(for: cut.path)
      do { try FileManager.default.copyItem(atPath: cut.path, toPath: aside) } catch {
        throw ServerError("cannot copy \(cut.path) to \(aside)")
      }
      var file = try JournalFile(cut.path)
      try file.cut(at: cut.byte)
    }
    for orphan in orphans { try paths.rename(orphan, to: Self.freeName(for: orphan)) }
    if let lostSegment { try Journal.beginAnew(behind: lostSegment, paths) }
  }

  private static func freeName(for path: String) -> String {
    var name = path + ".damaged"
    var number = 1
    while access(name, F_OK) == 0 {
      number += 1
      name = "\(path).damaged-\(number)"
    }
    return name
  }
}
