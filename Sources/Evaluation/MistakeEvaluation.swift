public import ArenaCore
public import Training

/// Counts a player's mistakes in solved positions: actions that change the result of perfect play,
/// a win into a draw or a loss, a draw into a loss. A slower win is no mistake.
public struct MistakeEvaluation<Game: BoardGame>: Sendable {
  /// The positions by kind; no kind is empty.
  public let kinds: [SolvedPositions<Game>]

  public init(_ kinds: [SolvedPositions<Game>]) {
    self.kinds = kinds.filter { !$0.positions.isEmpty }
  }

  public var count: Int { kinds.reduce(0) { $0 + $1.positions.count } }

  /// Lets the player choose once in every position.
  ///
  /// Each choice begins afresh with a random stream of its own, so that the number of threads does
  /// not matter.
  ///
  /// - Parameters:
  ///   - budget: of each choice.
  ///   - makePlayer: makes a player for one thread.
  /// - Throws: when `watch` asks for it.
  public func mistakes(
    within budget: Budget = .unlimited, threads: Int, _ watch: EvaluationWatch = EvaluationWatch(),
    by makePlayer: () -> any Player<Game>
  ) throws(Interruption) -> MistakeTable {
    let positions = kinds.flatMap(\.positions)
    let lanes = max(1, min(threads, positions.count))
    // Each lane's player belongs to one thread at a time.
    nonisolated(unsafe) let players = (0..<lanes).map { _ in makePlayer() }
    let counter = watch.counter("position", of: positions.count)
    let answers = Parallel.map(positions.count, lanes: lanes, threads: threads) {
      index, lane -> Bool? in
      guard counter.begin() else { return nil }
      return Self.isMistake(positions[index], by: players[lane], within: budget, index)
    }
    let isMistake = answers.compactMap(\.self)
    guard isMistake.count == answers.count else { throw Interruption() }
    var rest = isMistake[...]
    return MistakeTable(
      rows: kinds.map { kind in
        defer { rest = rest.dropFirst(kind.positions.count) }
        return MistakeTable.Row(
          name: kind.name, positions: kind.positions.count,
          mistakes: rest.prefix(kind.positions.count).count(where: \.self))
      })
  }

  private static func isMistake(
    _ solved: SolvedPosition<Game>, by player: any Player<Game>, within budget: Budget,
    _ index: Int
  ) -> Bool {
    guard let seat = solved.position.turn else {
      preconditionFailure("position \(index) of the evaluation is a finished game")
    }
    var player = player
    var random = RandomSource(seed: 0x6d69_7374, streams: UInt32(index))
    player.begin(as: seat, in: solved.position)
    return !solved.best.contains(
      player.choose(in: solved.position, within: budget, using: &random))
  }
}
