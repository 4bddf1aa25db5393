import ArenaCore

/// What a tournament found: who scored what against whom, who forfeited how, and the ratings.
public struct Standings: Sendable {
  public let names: [String]
  /// The games in order of the schedule.
  public let games: [GameResult]
  /// What every player scored in the games it began, by opponent; pairs that never met are left out.
  public let results: [PairResult]
  // [first * players + second]: a place in `results`
  private let places: [Int: Int]

  /// - Parameter games: of players below the number of names; those of a player against itself say
  ///   nothing about strength and are left out.
  public init(names: [String], results games: [GameResult]) {
    var results: [PairResult] = []
    var places: [Int: Int] = [:]
    for game in games where game.first != game.second {
      let key = game.first * names.count + game.second
      let place = places[key] ?? results.count
      if place == results.count {
        places[key] = place
        results.append(PairResult(first: game.first, second: game.second))
      }
      switch game.winner {
      case .first: results[place].wins += 1
      case .second: results[place].losses += 1
      case nil: results[place].draws += 1
      }
    }
    self.names = names
    self.games = games
    self.results = results
    self.places = places
  }

  /// Standings of players without names.
  init(playerCount: Int, results: [GameResult]) {
    self.init(names: (0..<playerCount).map { String($0) }, results: results)
  }

  /// Standings of any records.
  ///
  /// - Parameter names: every name that the records hold; others are left out.
  public init(names: [String], records: [GameRecord]) {
    let indices = Dictionary(
      zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    var met: [[Int]: Int] = [:]
    let games = records.compactMap { record -> GameResult? in
      guard let first = indices[record.first], let second = indices[record.second] else {
        return nil
      }
      let number = met[[min(first, second), max(first, second)], default: 0]
      met[[min(first, second), max(first, second)]] = number + 1
      return GameResult(
        first: first, second: second, opening: number / 2, winner: record.outcome.winner,
        cause: record.cause)
    }
    self.init(names: names, results: games)
  }

  private func result(of first: Int, _ second: Int) -> PairResult {
    places[first * names.count + second].map { results[$0] }
      ?? PairResult(first: first, second: second)
  }

  /// Wins, draws and losses of `player` against `opponent`, at both seats together.
  public func score(of player: Int, against opponent: Int) -> Score {
    let begun = result(of: player, opponent)
    let answered = result(of: opponent, player)
    return Score(
      wins: Int(begun.wins + answered.losses), draws: Int(begun.draws + answered.draws),
      losses: Int(begun.losses + answered.wins))
  }

  /// Wins, draws and losses of `player` against everybody.
  public func score(of player: Int) -> Score { scores[player] }

  /// Wins, draws and losses of each player against everybody.
  public var scores: [Score] {
    var scores = [Score](repeating: Score(), count: names.count)
    for result in results {
      let begun = Score(
        wins: Int(result.wins), draws: Int(result.draws), losses: Int(result.losses))
      scores[result.first] = scores[result.first] + begun
      scores[result.second] =
        scores[result.second]
        + Score(wins: begun.losses, draws: begun.draws, losses: begun.wins)
    }
    return scores
  }

  /// How often each player lost by what it did or failed to do, by cause.
  public var forfeits: [[GameRecord.Cause: Int]] {
    var forfeits = [[GameRecord.Cause: Int]](repeating: [:], count: names.count)
    for game in games where game.cause.isForfeit {
      guard let winner = game.winner else { continue }
      forfeits[winner == .first ? game.second : game.first][game.cause, default: 0] += 1
    }
    return forfeits
  }

  /// The games in pairs with the same opening and the seats swapped; the others singly.
  public var pairs: [GamePair] {
    func key(_ game: GameResult) -> (Int, Int, Int) {
      (min(game.first, game.second), max(game.first, game.second), game.opening)
    }
    let sorted = games.filter { $0.first != $0.second }.sorted { key($0) < key($1) }
    var counts: [[PairResult]: Double] = [:]
    var index = 0
    while index < sorted.count {
      var pair = [Self.single(sorted[index])]
      if index + 1 < sorted.count, key(sorted[index]) == key(sorted[index + 1]),
        sorted[index].first == sorted[index + 1].second
      {
        pair.append(Self.single(sorted[index + 1]))
        pair.sort { $0.first < $1.first }
      }
      index += pair.count
      counts[pair, default: 0] += 1
    }
    return GamePair.inOrder(counts)
  }

  private static func single(_ game: GameResult) -> PairResult {
    var result = PairResult(first: game.first, second: game.second)
    switch game.winner {
    case .first: result.wins = 1
    case .second: result.losses = 1
    case nil: result.draws = 1
    }
    return result
  }

  /// The pairs of games of two players by the points of `player`, for a sequential test.
  public func sample(of player: Int, against opponent: Int) -> ScoreSample {
    let games = games.filter {
      Set([$0.first, $0.second]) == Set([player, opponent]) && player != opponent
    }.sorted { $0.opening < $1.opening }
    var counts = [Int](repeating: 0, count: 5)
    var index = 1
    while index < games.count {
      guard games[index].opening == games[index - 1].opening else {
        index += 1
        continue
      }
      let points = games[index - 1].points(of: player) + games[index].points(of: player)
      counts[Int(2 * points)] += 1
      index += 2
    }
    return ScoreSample(pairs: counts)
  }

  /// Maximum likelihood ratings of all players.
  ///
  /// - Parameter pairs: whether the intervals come from the spread of the pairs of games, which is
  ///   right also where the games of a pair depend on each other.
  public func ratings(model: RatingModel = RatingModel(), pairs isPaired: Bool = false) -> Ratings {
    Ratings(
      of: names.count, from: results, model: model, pairs: isPaired ? pairs : nil)
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
