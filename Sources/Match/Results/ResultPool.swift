import ArenaCore

/// Results of anybody's games: who played whom from which seat, and who won.
public struct ResultPool: Sendable {
  /// How a game ended, from the view of the player who moved first.
  public enum Result: UInt8, Sendable, Hashable {
    case loss, draw, win

    init(_ winner: Seat?) {
      self =
        switch winner {
        case .first: .win
        case nil: .draw
        case .second: .loss
        }
    }

    var winner: Seat? {
      switch self {
      case .win: .first
      case .draw: nil
      case .loss: .second
      }
    }
  }

  private struct Game {
    let first: Int32
    let second: Int32
    let result: Result
  }

  /// In order of their first game.
  public private(set) var names: [String] = []
  /// Games that have no result and are left out.
  public internal(set) var unfinished = 0
  /// Games of a player against itself, which say nothing about strength and are left out.
  public private(set) var againstItself = 0
  private var indices: [String: Int32] = [:]
  private var games: [Game] = []

  public init() {}

  /// The number of games that count.
  public var count: Int { games.count }

  /// Adds a game.
  public mutating func add(first: String, second: String, _ result: Result) {
    let (one, other) = (index(of: first), index(of: second))
    guard one != other else {
      againstItself += 1
      return
    }
    games.append(Game(first: one, second: other, result: result))
  }

  private mutating func index(of name: String) -> Int32 {
    if let index = indices[name] { return index }
    let index = Int32(names.count)
    indices[name] = index
    names.append(name)
    return index
  }

  /// Pools of so many players are counted in a table instead of a dictionary.
  private static let tableLimit = 2048

  /// The results of every player against every other, counted; those of two players stand together,
  /// by the larger number and the smaller one, so that sums over them walk through memory.
  public var results: [PairResult] {
    let count = names.count
    guard count <= Self.tableLimit else { return sparseResults }
    // [first, second, loss or draw or win]
    var table = [Int32](repeating: 0, count: 3 * count * count)
    for game in games {
      table[3 * (Int(game.first) * count + Int(game.second)) + Int(game.result.rawValue)] += 1
    }
    var results: [PairResult] = []
    for larger in 0..<count {
      for smaller in 0..<larger {
        for (first, second) in [(smaller, larger), (larger, smaller)] {
          let place = 3 * (first * count + second)
          let (losses, draws, wins) = (table[place], table[place + 1], table[place + 2])
          guard losses + draws + wins > 0 else { continue }
          results.append(
            PairResult(
              first: first, second: second, wins: Double(wins), draws: Double(draws),
              losses: Double(losses)))
        }
      }
    }
    return results
  }

  private var sparseResults: [PairResult] {
    var places: [Int64: Int] = [:]
    var results: [PairResult] = []
    for game in games {
      let key = Int64(game.first) << 32 | Int64(game.second)
      let place = places[key] ?? results.count
      if place == results.count {
        places[key] = place
        results.append(PairResult(first: Int(game.first), second: Int(game.second)))
      }
      results[place].add(game.result.winner)
    }
    return results
  }

  /// The games in pairs: two that follow each other with the same players and the seats swapped;
  /// the others singly.
  public var pairs: [GamePair] {
    var counts: [[PairResult]: Double] = [:]
    var index = 0
    while index < games.count {
      var pair = [single(games[index])]
      if index + 1 < games.count, games[index + 1].first == games[index].second,
        games[index + 1].second == games[index].first
      {
        pair.append(single(games[index + 1]))
      }
      index += pair.count
      counts[pair, default: 0] += 1
    }
    return GamePair.inOrder(counts.map { GamePair($0.key, count: $0.value) })
  }

  private func single(_ game: Game) -> PairResult {
    var result = PairResult(first: Int(game.first), second: Int(game.second))
    result.add(game.result.winner)
    return result
  }

  /// Wins, draws and losses of each player, at both seats together.
  public var scores: [Score] {
    var scores = [Score](repeating: Score(), count: names.count)
    for game in games {
      let winner = game.result.winner
      scores[Int(game.first)].add(winner, for: .first)
      scores[Int(game.second)].add(winner, for: .second)
    }
    return scores
  }
}
