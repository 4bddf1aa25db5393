public import ArenaCore

/// What a tournament found: who scored what against whom, who forfeited how, and the ratings. Games
/// are counted, not kept.
public struct Standings: Sendable {
  public let names: [String]
  public private(set) var gameCount = 0
  /// What every player scored in the games it began, by opponent; pairs that never met are left out.
  public private(set) var results: [PairResult] = []
  /// How often each player lost by what it did or failed to do, by cause.
  public private(set) var forfeits: [[GameRecord.Cause: Int]]
  private let indices: [String: Int]
  // [first * players + second]: a place in `results`
  private var places: [Int: Int] = [:]
  // [the lower number * players + the higher one]
  private var pairCounts: [Int: PairCounts] = [:]

  /// Standings before the first game.
  public init(names: [String]) {
    self.names = names
    indices = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    forfeits = [[GameRecord.Cause: Int]](repeating: [:], count: names.count)
  }

  /// - Parameter games: of players below the number of names.
  public init(names: [String], results games: some Sequence<GameResult>) {
    self.init(names: names)
    for game in games { add(game) }
  }

  /// Standings of players without names.
  init(playerCount: Int, results: [GameResult]) {
    self.init(names: (0..<playerCount).map { String($0) }, results: results)
  }

  /// Standings of any records.
  ///
  /// - Parameter names: every name that the records hold; others are left out.
  public init(names: [String], records: some Sequence<GameRecord>) {
    self.init(names: names)
    for record in records { add(record) }
  }

  /// Counts the game of a record, the next one of its players; none of a player who is not there.
  public mutating func add(_ record: GameRecord) {
    guard let first = indices[record.first], let second = indices[record.second] else { return }
    let number = pairCounts[key(first, second)]?.gameCount ?? 0
    add(
      GameResult(
        first: first, second: second, opening: number / 2, winner: record.outcome.winner,
        cause: record.cause))
  }

  private func key(_ a: Int, _ b: Int) -> Int { min(a, b) * names.count + max(a, b) }

  /// Counts a game, in the order of the schedule: the games of a pair follow each other among those
  /// of their players. One of a player against itself says nothing about strength.
  public mutating func add(_ game: GameResult) {
    gameCount += 1
    if game.cause.isForfeit, let winner = game.winner {
      forfeits[winner == .first ? game.second : game.first][game.cause, default: 0] += 1
    }
    guard game.first != game.second else { return }
    let seats = game.first * names.count + game.second
    let place = places[seats] ?? results.count
    if place == results.count {
      places[seats] = place
      results.append(PairResult(first: game.first, second: game.second))
    }
    results[place].add(game.winner)
    pairCounts[key(game.first, game.second), default: PairCounts()].add(
      game.winner, opening: game.opening, isSwapped: game.first > game.second)
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

  /// The games in pairs with the same opening and the seats swapped; the others singly.
  public var pairs: [GamePair] {
    GamePair.inOrder(
      pairCounts.lazy.flatMap { key, counts in
        counts.games(of: key / names.count, key % names.count)
      })
  }

  /// The pairs of games of two players by the points of `player`, for a sequential test.
  public func sample(of player: Int, against opponent: Int) -> ScoreSample {
    guard let counts = pairCounts[key(player, opponent)]?.counts else {
      return ScoreSample(pairs: [0, 0, 0, 0, 0])
    }
    return ScoreSample(pairs: player < opponent ? counts : counts.reversed())
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

  /// Counts a game more, for the player at `seat`.
  public mutating func add(_ winner: Seat?, for seat: Seat) {
    switch winner {
    case seat: wins += 1
    case nil: draws += 1
    default: losses += 1
    }
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

/// The games of two players, `a` and `b`, counted by pairs with the same opening and the seats
/// swapped.
private struct PairCounts: Sendable {
  // A game's half points for who began it: 0, 1 or 2.
  /// `[points in the game that a began, points in b's]`.
  private var pairs = [9 of Int](repeating: 0)
  /// `[who began, points]`: games without a partner.
  private var singles = [6 of Int](repeating: 0)
  /// The last game, as long as its partner may come: its opening and its place among `singles`.
  private var half: (opening: Int, place: Int)?

  /// Counts a game; partners follow each other.
  ///
  /// - Parameter isSwapped: whether `b` began it.
  mutating func add(_ winner: Seat?, opening: Int, isSwapped: Bool) {
    let place = (isSwapped ? 3 : 0) + (winner.map { $0 == .first ? 2 : 0 } ?? 1)
    if let one = half, one.opening == opening, (one.place < 3) == isSwapped {
      pairs[isSwapped ? 3 * one.place + place - 3 : 3 * place + one.place - 3] += 1
      half = nil
    } else {
      if let one = half { singles[one.place] += 1 }
      half = (opening, place)
    }
  }

  var gameCount: Int {
    2 * pairs.indices.reduce(0) { $0 + pairs[$1] } + singles.indices.reduce(0) { $0 + singles[$1] }
      + (half == nil ? 0 : 1)
  }

  /// How many pairs `a` scored 0, 1/2, 1, 3/2 and 2 points in.
  var counts: [Int] {
    var counts = [Int](repeating: 0, count: 5)
    for place in pairs.indices { counts[place / 3 + 2 - place % 3] += pairs[place] }
    return counts
  }

  /// Each kind of pair and of single game that came, for players with these numbers.
  func games(of a: Int, _ b: Int) -> [GamePair] {
    func result(_ place: Int) -> PairResult {
      let points = place % 3
      return PairResult(
        first: place < 3 ? a : b, second: place < 3 ? b : a, wins: points == 2 ? 1 : 0,
        draws: points == 1 ? 1 : 0, losses: points == 0 ? 1 : 0)
    }
    let whole = pairs.indices.map { place in
      GamePair([result(place / 3), result(3 + place % 3)], count: Double(pairs[place]))
    }
    let alone = singles.indices.map { place in
      GamePair(
        [result(place)], count: Double(singles[place] + (half?.place == place ? 1 : 0)))
    }
    return (whole + alone).filter { $0.count > 0 }
  }
}
