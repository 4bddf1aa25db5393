public import ArenaCore

/// Where games of one kind are played: the table, the openings and the seed of all chance.
///
/// All of a game's chance comes from the seed, the names of the two players, their opening and which
/// of their games it is: whoever else plays, in whatever order and on however many threads, the same
/// game gives the same record (as long as the budget counts simulations rather than time). The
/// record's own seed says which game it is.
public struct Venue<Game: BoardGame>: Sendable {
  /// A named participant. Each game gets a fresh player, made from a seed of its own.
  public struct Entrant: Sendable {
    public let name: String
    public let makePlayer: @Sendable (_ seed: UInt64) -> any Player<Game>

    public init(_ name: String, makePlayer: @escaping @Sendable (UInt64) -> any Player<Game>) {
      self.name = name
      self.makePlayer = makePlayer
    }
  }

  public var table: Table<Game>
  public var openings: OpeningBook
  public var seed: UInt64

  public init(_ table: Table<Game>, openings: OpeningBook, seed: UInt64) {
    self.table = table
    self.openings = openings
    self.seed = seed
  }

  /// Plays a game of two players.
  public func play(_ first: Entrant, _ second: Entrant, _ pairing: Pairing) -> GameRecord {
    let opening = openings[pairing.opening]
    let seed = gameSeed(first.name, second.name, pairing.game, opening)
    var random = RandomSource(seed: seed)
    let players = [first, second].map { $0.makePlayer(random.next()) }
    return table.play(
      players, names: [first.name, second.name], opening: opening, seed: seed)
  }

  /// The seed of a game, by which its record is known again.
  public func seed(of first: String, _ second: String, _ pairing: Pairing) -> UInt64 {
    gameSeed(first, second, pairing.game, openings[pairing.opening])
  }

  private func gameSeed(
    _ first: String, _ second: String, _ game: Int, _ opening: [Int]
  ) -> UInt64 {
    var words = [UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)]
    words.append(UInt32(truncatingIfNeeded: game))
    words.append(UInt32(opening.count))
    words += opening.map { UInt32(truncatingIfNeeded: $0) }
    for name in [first, second] {
      let bytes = Array(name.utf8)
      words.append(UInt32(truncatingIfNeeded: bytes.count))
      for start in stride(from: 0, to: bytes.count, by: 4) {
        words.append(
          bytes[start..<min(start + 4, bytes.count)].reduce(0) { $0 << 8 | UInt32($1) })
      }
    }
    return SeedSequence(entropy: words).generate(count: 1)[0]
  }

  /// Whether a record may have been written by `play`: its game, its opening and moves are legal, and
  /// the rules say of them what it says.
  public func accepts(_ record: GameRecord) -> Bool {
    guard record.game == Game.name, record.options == table.optionsText,
      record.opening <= record.moves.count
    else { return false }
    var game = table.start
    for move in record.moves {
      guard let action = game.action(from: move), game.turn != nil, game.isLegal(action) else {
        return false
      }
      game.play(action)
    }
    guard record.cause == .rules else { return game.turn != nil || record.cause == .adjudication }
    return game.outcome == record.outcome
  }
}
