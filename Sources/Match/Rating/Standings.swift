import ArenaCore

/// What a tournament found: its records, who scored what against whom, and the ratings.
public struct Standings: Sendable {
  public let names: [String]
  /// The records in order of the schedule.
  public let records: [GameRecord]
  // [first * players + second]
  private let table: [PairResult]

  /// Standings of any records.
  ///
  /// - Parameter names: every name that the records hold; others are left out.
  public init(names: [String], records: [GameRecord]) {
    self.names = names
    self.records = records
    let count = names.count
    let indices = Dictionary(
      zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    var table = (0..<count * count).map {
      PairResult(first: $0 / count, second: $0 % count)
    }
    for record in records {
      guard let first = indices[record.first], let second = indices[record.second],
        first != second
      else { continue }
      switch record.outcome.winner {
      case .first: table[first * count + second].wins += 1
      case .second: table[first * count + second].losses += 1
      case nil: table[first * count + second].draws += 1
      }
    }
    self.table = table
  }

  /// What every player scored in the games it began, by opponent; pairs that never met are left out.
  public var results: [PairResult] { table.filter { $0.games > 0 } }

  /// Wins, draws and losses of `player` against `opponent`, at both seats together.
  public func score(of player: Int, against opponent: Int) -> Score {
    let begun = table[player * names.count + opponent]
    let answered = table[opponent * names.count + player]
    return Score(
      wins: Int(begun.wins + answered.losses), draws: Int(begun.draws + answered.draws),
      losses: Int(begun.losses + answered.wins))
  }

  /// Wins, draws and losses of `player` against everybody.
  public func score(of player: Int) -> Score {
    names.indices.filter { $0 != player }.reduce(Score()) {
      $0 + score(of: player, against: $1)
    }
  }

  /// Maximum likelihood ratings of all players.
  public func ratings(model: RatingModel = RatingModel()) -> Ratings {
    Ratings(of: names.count, from: results, model: model)
  }
}

/// A count of wins, draws and losses.
public struct Score: Sendable, Hashable, Codable {
  public var wins = 0
  public var draws = 0
  public var losses = 0

  public init(wins: Int = 0, draws: Int = 0, losses: Int = 0) {
    self.wins = wins
    self.draws = draws
    self.losses = losses
  }

  public var games: Int { wins + draws + losses }
  /// A win is worth 1, a draw 1/2.
  public var points: Double { Double(wins) + Double(draws) / 2 }
  /// Points per game; 1/2 without games.
  public var mean: Double { games == 0 ? 0.5 : points / Double(games) }

  public static func + (a: Self, b: Self) -> Self {
    Score(wins: a.wins + b.wins, draws: a.draws + b.draws, losses: a.losses + b.losses)
  }
}
