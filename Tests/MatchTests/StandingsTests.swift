import ArenaCore
import Testing

@testable import Match

/// Standings count games as they come; beside them the same from a list of all games.
@Suite struct StandingsTests {
  /// The first games of a schedule with random results.
  private func games(
    _ schedule: some Schedule, _ count: Int, seed: UInt64
  ) -> [GameResult] {
    var random = RandomSource(seed: seed)
    var games: [GameResult] = []
    while case let next = schedule.pairings(after: games), !next.isEmpty {
      games += next.map { pairing in
        let winner = [Seat.first, .second, nil][random.below(3)]
        let causes = GameRecord.Cause.allCases
        return GameResult(pairing, winner, causes[random.below(causes.count)])
      }
    }
    return Array(games.prefix(count))
  }

  /// The pairs of games of a list: those with the same players, opening and swapped seats.
  private func pairs(_ games: [GameResult]) -> [GamePair] {
    func single(_ game: GameResult) -> PairResult {
      PairResult(
        first: game.first, second: game.second, wins: game.winner == .first ? 1 : 0,
        draws: game.winner == nil ? 1 : 0, losses: game.winner == .second ? 1 : 0)
    }
    var counts: [[PairResult]: Double] = [:]
    for game in games where game.first != game.second {
      let partners = games.filter {
        $0.first == game.second && $0.second == game.first && $0.opening == game.opening
      }
      if let partner = partners.first {
        if game.first < game.second { counts[[single(game), single(partner)], default: 0] += 1 }
      } else {
        counts[[single(game)], default: 0] += 1
      }
    }
    return GamePair.inOrder(counts.map { GamePair($0.key, count: $0.value) })
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `scores, pairs and forfeits are those of the list of games`(seed: UInt64) {
    for schedule in [
      RoundRobin(players: 4, gamesPerPair: 9), Gauntlet(players: 3, gamesPerPair: 8),
      Swiss(players: 5, gamesPerPair: 2), LadderSchedule(players: 4, gamesPerPair: 4),
      AdaptiveSchedule(players: 3, bound: 100, gamesPerPair: 20),
    ] as [any Schedule] {
      let games = games(schedule, 20 + 7 * Int(seed), seed: seed)
      let players = 5
      let standings = Standings(playerCount: players, results: games)
      #expect(standings.gameCount == games.count)
      #expect(standings.pairs == pairs(games), "\(schedule)")
      for a in 0..<players {
        let lost = games.filter {
          $0.cause.isForfeit && $0.winner != nil && $0.points(of: a) == 0
            && [$0.first, $0.second].contains(a)
        }
        #expect(standings.forfeits[a] == Dictionary(grouping: lost, by: \.cause).mapValues(\.count))
        for b in 0..<players where a != b {
          let own = games.filter { Set([$0.first, $0.second]) == [a, b] }
          let points = own.reduce(0) { $0 + $1.points(of: a) }
          #expect(standings.score(of: a, against: b).points == points)
          #expect(standings.score(of: a, against: b).games == own.count)
          var counts = [Int](repeating: 0, count: 5)
          for game in own where game.first == a {
            guard
              let partner = own.first(where: { $0.first == b && $0.opening == game.opening })
            else { continue }
            counts[Int(2 * (game.points(of: a) + partner.points(of: a)))] += 1
          }
          #expect(standings.sample(of: a, against: b).counts == counts.map(Double.init))
        }
      }
    }
  }

  @Test func `games of a player against itself and games without a partner are no pairs`() {
    let games = [
      GameResult(first: 0, second: 1, opening: 0, winner: .first, cause: .rules),
      GameResult(first: 1, second: 1, opening: 0, winner: .first, cause: .silence),
      // The same seats again, then another opening: neither is the partner.
      GameResult(first: 0, second: 1, opening: 0, winner: nil, cause: .rules),
      GameResult(first: 1, second: 0, opening: 1, winner: nil, cause: .rules),
    ]
    let standings = Standings(names: ["a", "b"], results: games)
    #expect(standings.gameCount == 4 && standings.score(of: 1).games == 3)
    #expect(standings.forfeits[1] == [.silence: 1])
    #expect(standings.pairs.allSatisfy { $0.games.count == 1 })
    #expect(standings.pairs.reduce(0) { $0 + $1.count } == 3)
    #expect(standings.sample(of: 0, against: 1).total == 0)
  }

  @Test func `schedules that do not read results are not given any`() {
    let schedule = RoundRobin(players: 3, gamesPerPair: 4)
    var counted: [GameResult] = []
    let (isComplete, ranking) = schedule.play(
      concurrency: 3, count: { counted.append($0) },
      game: { pairing, place in
        GameResult(pairing, place.isMultiple(of: 2) ? .first : nil, .rules)
      })
    #expect(isComplete && ranking == nil)
    // In the order of the schedule.
    #expect(counted.map(\.first) == schedule.pairings(afterGames: 0).map(\.first))
    #expect(counted.map(\.winner) == (0..<12).map { $0.isMultiple(of: 2) ? .first : nil })
    #expect(schedule.pairings(afterGames: 9).count == 3 && schedule.pairings(afterGames: 12) == [])
  }
}
