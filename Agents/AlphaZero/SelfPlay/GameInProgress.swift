import ArenaCore
import NeuralCore
import Training

/// A self-play game under way: its record so far and what was decided about it when it began.
struct GameInProgress: Sendable, Hashable {
  var record = RecordedGame(actions: [], decisions: [], result: 0)
  /// Whether it will measure the network instead of teaching it.
  var isForValidation = false
  /// Whether it is never resigned, so as to measure how many resignations would be wrong.
  var isPlayedOn = false
  var resignation = Resignation()
}

extension GameInProgress {
  /// Adds games to an archive as tensors whose names start with `prefix`.
  static func save(_ games: [GameInProgress], as prefix: String, to archive: inout Safetensors) {
    RecordedGame.save(games.map { PackedGame($0.record) }, as: prefix, to: &archive)
    // [games, 5]: for validation, played on, both seats' lost-looking searches, loser + 1 or 0.
    let states = games.flatMap { game in
      [
        game.isForValidation ? 1 : 0, game.isPlayedOn ? 1 : 0, game.resignation.first,
        game.resignation.second, game.resignation.loser.map { $0 == .first ? 1 : 2 } ?? 0,
      ].map(Int32.init)
    }
    archive.set(prefix + "states", states)
  }

  /// The games that `save` wrote.
  ///
  /// - Throws: `RunError.mismatch` as `RecordedGame.restore` does.
  static func restore(
    as prefix: String, from archive: Safetensors, start: some BoardGame
  ) throws -> [GameInProgress] {
    let records = try RecordedGame.restore(
      as: prefix, from: archive, start: start, areUnderWay: true)
    let states = try archive.values(prefix + "states", as: Int32.self)
    guard states.count == 5 * records.count else {
      throw RunError.mismatch("\(prefix)states does not fit \(records.count) games")
    }
    return try records.enumerated().map { index, record in
      let state = states[5 * index..<5 * index + 5].map(Int.init)
      guard zip(state, [1, 1, 1 << 20, 1 << 20, 2]).allSatisfy({ (0...$1).contains($0) }) else {
        throw RunError.mismatch("\(prefix)states has the state \(state) of a game")
      }
      let loser: Seat? = state[4] == 0 ? nil : state[4] == 1 ? .first : .second
      return GameInProgress(
        record: record, isForValidation: state[0] == 1, isPlayedOn: state[1] == 1,
        resignation: Resignation(first: state[2], second: state[3], loser: loser))
    }
  }
}
