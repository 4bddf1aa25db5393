public import Match
public import Storage
import Synchronization

/// Sees to it that each game of a room is played once: those in the log are taken from it, new ones
/// are written to it as they end.
public final class Referee: Sendable {
  private let room: any MatchRoom
  private let log: GameLog?
  private let shouldStop: @Sendable () -> Bool
  private let failure = Mutex<StorageError?>(nil)

  public init(
    _ room: any MatchRoom, log: GameLog?, shouldStop: @escaping @Sendable () -> Bool
  ) {
    self.room = room
    self.log = log
    self.shouldStop = shouldStop
  }

  /// A game of two players of the room, played now or before.
  ///
  /// - Returns: its result, its seed and, where it was played now, its record; nil once no further
  ///   game is to start.
  public func play(
    _ first: String, _ second: String, _ pairing: Pairing
  ) -> (result: GameResult, seed: UInt64, record: GameRecord?)? {
    guard failure.withLock({ $0 == nil }) else { return nil }
    do throws(StorageError) {
      if let log {
        let seed = room.seed(of: first, second, pairing)
        if let known = try log.result(of: seed, first, second) {
          return (GameResult(pairing, known.winner, known.cause), seed, nil)
        }
      }
      guard !shouldStop() else { return nil }
      let record = room.play(first, second, pairing)
      try log?.append(record)
      return (GameResult(pairing, record), record.seed, record)
    } catch {
      fail(error)
      return nil
    }
  }

  /// Starts no further game, for what went wrong with this one.
  public func fail(_ error: StorageError) { failure.withLock { $0 = $0 ?? error } }

  /// Puts the log's games in order.
  ///
  /// - Throws: `StorageError` where a game could not be kept.
  public func finish(_ seeds: some Sequence<UInt64>) throws(StorageError) {
    if let failure = failure.withLock({ $0 }) { throw failure }
    try log?.arrange(seeds)
  }
}
