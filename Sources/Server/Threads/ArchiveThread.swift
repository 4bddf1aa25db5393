import Foundation
import Lobby
import Synchronization

/// Looks finished games up in the file of all of them, on a thread of its own and backwards from its
/// end: what is asked for is mostly late.
final class ArchiveThread: Sendable {
  struct Result: Sendable {
    let question: ArchiveQuestion
    /// Latest first.
    let games: [ArchivedGame]
  }

  /// The last so many bytes of the file are looked through.
  static let reach = 64 << 20

  private struct State {
    var waiting: [ArchiveQuestion] = []
    var results: [Result] = []
    var isBusy = false
  }

  private let state = Mutex(State())
  private let path: String
  private let wakeUp: WakeUp

  /// - Parameter path: of a file with a line of JSON for each game.
  init(_ path: String, waking wakeUp: WakeUp) {
    self.path = path
    self.wakeUp = wakeUp
  }

  func look(_ question: ArchiveQuestion) {
    let begins = state.withLock { state in
      state.waiting.append(question)
      defer { state.isBusy = true }
      return !state.isBusy
    }
    guard begins else { return }
    let thread = Thread { [self] in
      while let question = next() {
        let games = Self.games(question.subject, in: path)
        state.withLock { $0.results.append(Result(question: question, games: games)) }
        wakeUp.wake()
      }
    }
    thread.name = "arena.archive"
    thread.start()
  }

  /// What was found since the last call.
  func takeResults() -> [Result] {
    state.withLock { state in
      defer { state.results = [] }
      return state.results
    }
  }

  private func next() -> ArchiveQuestion? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isBusy = false
        return nil
      }
      return state.waiting.removeFirst()
    }
  }

  /// The games that a question is about, latest first; none where there is no file.
  static func games(_ subject: ArchiveQuestion.Subject, in path: String) -> [ArchivedGame] {
    guard let data = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else {
      return []
    }
    // Only lines that have the words are read; whether they are meant is seen then.
    let (needles, limit, isMeant): ([String], Int, (ArchivedGame) -> Bool)
    switch subject {
    case .table(let table):
      (needles, limit) = (["\"table\":\(table)"], 1)
      isMeant = { $0.table == table }
    case .player(let name, let count):
      let name = name.lowercased()
      (needles, limit) = (["\"first\":\"\(name)\"", "\"second\":\"\(name)\""], count)
      isMeant = { [$0.record.first, $0.record.second].contains { $0.lowercased() == name } }
    }
    return data.withUnsafeBytes { bytes in
      var found: [ArchivedGame] = []
      var end = bytes.count
      let start = max(0, end - reach)
      let patterns = needles.map { Array($0.utf8) }
      while end > start, found.count < limit {
        // The line before `end`, without its own end.
        let last = bytes[end - 1] == UInt8(ascii: "\n") ? end - 1 : end
        var begin = last
        while begin > start, bytes[begin - 1] != UInt8(ascii: "\n") { begin -= 1 }
        end = begin
        let line = UnsafeRawBufferPointer(rebasing: bytes[begin..<last])
        guard patterns.contains(where: { contains($0, in: line) }),
          let game = ArchivedGame(line: String(decoding: line, as: UTF8.self)), isMeant(game)
        else { continue }
        found.append(game)
      }
      return found
    }
  }

  /// Whether a line has a pattern of small letters, whatever the case of its own.
  private static func contains(_ pattern: [UInt8], in line: UnsafeRawBufferPointer) -> Bool {
    guard line.count >= pattern.count else { return false }
    return (0...(line.count - pattern.count)).contains { start in
      for (offset, byte) in pattern.enumerated() {
        let theirs = line[start + offset]
        guard (65...90).contains(theirs) ? theirs + 32 == byte : theirs == byte else {
          return false
        }
      }
      return true
    }
  }
}
