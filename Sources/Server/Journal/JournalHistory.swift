import ArenaCore
import Lobby

/// Reads the files of a journal in their order and knows which of them count.
struct JournalHistory: ~Copyable {
  /// The number of the snapshot or segment that was read last; 0 before the first snapshot.
  private(set) var generation = 0
  /// How long the file of games was at the snapshot.
  private(set) var gamesLength = 0
  private(set) var entryCount = 0
  /// Where the text stands that could not be read or replayed, if there was one.
  private(set) var fault: JournalText.Place?
  /// Whether the segment that has the journal's name was older than the snapshot.
  private(set) var isSegmentSpent = false

  /// What becomes of an entry.
  typealias Replay = (JournalEntry) throws(ReplayError) -> Void

  /// Reads a snapshot, which is whole or an error.
  mutating func readSnapshot(
    _ text: JournalText, _ replay: Replay
  ) throws(ServerError) {
    var isComplete = false
    var count = 0
    let end = try text.read(
      damaged: { damage, place throws(ServerError) in
        fault = place
        throw Self.error(damage, text, place)
      },
      entry: { entry, place throws(ServerError) in
        fault = place
        switch entry {
        case .generation(let number, let games):
          generation = number
          gamesLength = games
        case .complete(let entries): isComplete = entries == count
        default:
          count += 1
          try Self.replay(entry, replay, text, place)
        }
      })
    fault = nil
    guard isComplete, end == text.bytes.count else {
      throw ServerError("the snapshot \(text.path) is not whole")
    }
    entryCount += count
  }

  /// Reads a segment, unless it is spent.
  ///
  /// - Parameter ahead: whether its snapshot may be one that is yet to be written.
  /// - Returns: where its last whole line ends.
  mutating func readSegment(
    _ text: JournalText, ahead: Bool = false, _ replay: Replay
  ) throws(ServerError) -> Int {
    let start = generation
    var isSpent = generation > 0
    var isFirst = true
    let end = try text.read(
      damaged: { damage, place throws(ServerError) in
        fault = place
        throw Self.error(damage, text, place)
      },
      entry: { entry, place throws(ServerError) in
        fault = place
        defer { isFirst = false }
        if isFirst, case .generation(let number, _) = entry {
          guard number <= start + (ahead ? 1 : 0) else {
            throw ServerError(
              "the journal \(text.path) follows snapshot \(number), and that is missing")
          }
          isSpent = number < start
          generation = max(generation, number)
          return
        }
        guard !isSpent else { return }
        entryCount += 1
        try Self.replay(entry, replay, text, place)
      })
    fault = nil
    guard !isFirst || start == 0 || ahead else {
      throw ServerError(
        "the journal \(text.path), which follows snapshot \(start), is empty: "
          + "arena verify --repair")
    }
    if isSpent { isSegmentSpent = true }
    return end
  }

  private static func replay(
    _ entry: JournalEntry, _ replay: Replay, _ text: JournalText, _ place: JournalText.Place
  ) throws(ServerError) {
    do throws(ReplayError) { try replay(entry) } catch {
      throw ServerError("the journal \(text.path) does not fit at line \(place.line): \(error)")
    }
  }

  private static func error(
    _ damage: JournalText.Damage, _ text: JournalText, _ place: JournalText.Place
  ) -> ServerError {
    switch damage {
    case .checksum:
      ServerError(
        "the journal \(text.path) is damaged at \(place): all before it is kept by "
          + "truncate -s \(place.byte)")
    case .unknown(let line):
      ServerError(
        "the journal \(text.path) says what this version does not know at \(place): "
          + OneLine.quoting(line))
    }
  }
}
