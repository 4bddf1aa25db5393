public import Match
public import Storage

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

/// The records of a tournament that is played: in its log, or held where there is none.
enum KeptGames: Sendable {
  case logged(GameLog, GameOrder)
  case held(HeldRecords)
  case unwanted

  private static let piece = 4096

  func note(_ record: GameRecord?, _ seed: UInt64, at place: Int) throws(StorageError) {
    switch self {
    case .logged(_, let order): try order.note(seed, at: place)
    case .held(let records): if let record { records.note(record, at: place) }
    case .unwanted: break
    }
  }

  func forEachPiece(
    _ step: Int, _ limit: Int, _ body: ([GameRecord]) throws(StorageError) -> Void
  ) throws(StorageError) {
    switch self {
    case .logged(let log, let order):
      try Self.pieces(of: order, step, limit) { seeds throws(StorageError) in
        try body(log.records(of: seeds))
      }
    case .held(let records):
      if let failure = records.failure { throw failure }
      try Self.pieces(of: records.order, step, limit) { numbers throws(StorageError) in
        try body(records.records(of: numbers))
      }
    case .unwanted: break
    }
  }

  private static func pieces(
    of order: GameOrder, _ step: Int, _ limit: Int,
    _ body: ([UInt64]) throws(StorageError) -> Void
  ) throws(StorageError) {
    var games: [UInt64] = []
    var rest = limit
    for (place, game) in order.enumerated() where place.isMultiple(of: step) {
      guard rest > 0 else { break }
      rest -= 1
      games.append(game)
      if games.count == piece {
        try body(games)
        games.removeAll(keepingCapacity: true)
      }
    }
    if !games.isEmpty { try body(games) }
  }
}
