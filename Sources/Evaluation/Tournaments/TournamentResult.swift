public import Match
public import Storage
import Synchronization

/// What a tournament found.
public struct TournamentResult: Sendable {
  public let standings: Standings
  /// By the format's own rules; nil where ratings alone decide.
  public let ranking: Ranking?
  /// Whether all games of the schedule were played.
  public let isComplete: Bool
  /// Games that were played now.
  public let newGames: Int
  let games: KeptGames

  /// Hands over the records in order of the schedule, a few thousand at a time; none where they were
  /// neither logged nor asked for.
  ///
  /// - Parameters:
  ///   - step: every so manieth game, from the first one on.
  ///   - limit: the most games.
  public func forEachPiece(
    step: Int = 1, limit: Int = .max, _ body: ([GameRecord]) throws(StorageError) -> Void
  ) throws(StorageError) {
    try games.forEachPiece(step, limit, body)
  }

  /// The same records all at once.
  public func records(
    step: Int = 1, limit: Int = .max
  ) throws(StorageError) -> [GameRecord] {
    var all: [GameRecord] = []
    try forEachPiece(step: step, limit: limit) { all += $0 }
    return all
  }
}

/// The games of a tournament that is played: in its log, or in memory where there is none.
enum KeptGames: Sendable {
  case logged(GameLog, GameOrder)
  case held(HeldRecords)

  private static let piece = 4096

  func note(_ record: GameRecord?, _ seed: UInt64, at place: Int) throws(StorageError) {
    switch self {
    case .logged(_, let order): try order.note(seed, at: place)
    case .held(let records): if let record { records.note(record, at: place) }
    }
  }

  func forEachPiece(
    _ step: Int, _ limit: Int, _ body: ([GameRecord]) throws(StorageError) -> Void
  ) throws(StorageError) {
    switch self {
    case .logged(let log, let order):
      var seeds: [UInt64] = []
      var rest = limit
      for (place, seed) in order.enumerated() where place.isMultiple(of: step) {
        guard rest > 0 else { break }
        rest -= 1
        seeds.append(seed)
        if seeds.count == Self.piece {
          try body(log.records(of: seeds))
          seeds.removeAll(keepingCapacity: true)
        }
      }
      if !seeds.isEmpty { try body(log.records(of: seeds)) }
    case .held(let records):
      let all = records.inOrder
      let taken = stride(from: 0, to: all.count, by: step).prefix(limit).map { all[$0] }
      for start in stride(from: 0, to: taken.count, by: Self.piece) {
        try body(Array(taken[start..<min(start + Self.piece, taken.count)]))
      }
    }
  }
}

/// Records in memory.
final class HeldRecords: Sendable {
  private let areWanted: Bool
  private let records = Mutex<[Int: GameRecord]>([:])

  init(areWanted: Bool) { self.areWanted = areWanted }

  func note(_ record: GameRecord, at place: Int) {
    if areWanted { records.withLock { $0[place] = record } }
  }

  var inOrder: [GameRecord] {
    records.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
  }
}
