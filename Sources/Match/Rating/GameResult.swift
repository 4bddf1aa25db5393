public import ArenaCore

/// How one game of numbered players ended: what schedules and standings count of it.
public struct GameResult: Sendable, Hashable {
  public let winner: Seat?
  public let cause: GameRecord.Cause
  // Small, because there may be millions.
  private let players: [2 of Int32]
  private let openingNumber: Int32

  /// - Precondition: the numbers have 32 bits.
  public init(first: Int, second: Int, opening: Int, winner: Seat?, cause: GameRecord.Cause) {
    players = [Int32(first), Int32(second)]
    openingNumber = Int32(opening)
    self.winner = winner
    self.cause = cause
  }

  /// The players by number.
  public var first: Int { Int(players[0]) }
  public var second: Int { Int(players[1]) }
  /// Which opening it began with: two games of the same players with it are a pair.
  public var opening: Int { Int(openingNumber) }

  public static func == (a: Self, b: Self) -> Bool {
    (a.first, a.second, a.opening, a.winner, a.cause)
      == (b.first, b.second, b.opening, b.winner, b.cause)
  }

  public func hash(into hasher: inout Hasher) {
    for number in [first, second, opening] { hasher.combine(number) }
    hasher.combine(winner)
    hasher.combine(cause)
  }

  /// The points of the first player: 1, 1/2 or 0.
  public var points: Double { winner.map { $0 == .first ? 1 : 0 } ?? 0.5 }

  /// The points of one of the two.
  public func points(of player: Int) -> Double { player == first ? points : 1 - points }
}

extension GameRecord.Cause {
  /// Whether the loser lost by what it did or failed to do rather than by the game.
  public var isForfeit: Bool {
    switch self {
    case .illegalMove, .time, .abandonment, .failure, .silence: true
    case .rules, .resignation, .agreement, .adjudication: false
    }
  }

  /// What a loser is blamed for, for tables of forfeits.
  public var blame: String {
    switch self {
    case .illegalMove: "illegal moves"
    case .time: "time"
    case .failure: "crashes"
    case .silence: "silence"
    case .abandonment: "left"
    case .rules, .resignation, .agreement, .adjudication: rawValue
    }
  }
}
