import ArenaCore
import Testing

@testable import Match

/// The formats whose pairings depend on results, with players of known strength.
@Suite struct FormatTests {
  /// Plays a schedule; the player with the lower number of two wins, but for upsets and draws.
  private func play(
    _ schedule: some Schedule, upsets: Double = 0, draws: Double = 0, seed: UInt64 = 1,
    strength: (Int) -> Int = { -$0 }
  ) -> (rounds: [[Pairing]], results: [GameResult]) {
    var random = RandomSource(seed: seed)
    var rounds: [[Pairing]] = []
    var results: [GameResult] = []
    while case let next = schedule.pairings(after: results), !next.isEmpty, rounds.count < 1000 {
      rounds.append(next)
      results += next.map { pairing in
        let better: Seat =
          strength(pairing.first) > strength(pairing.second) ? .first : .second
        let draw = random.uniform()
        let winner = draw < draws ? nil : draw < draws + upsets ? better.opponent : better
        return GameResult(pairing, winner, .rules)
      }
    }
    #expect(results.count <= schedule.gameCount)
    return (rounds, results)
  }

  // MARK: Swiss

  @Test(arguments: 2...17)
  func `in a swiss tournament nobody meets anybody twice, and seats are balanced`(
    players: Int
  ) {
    for seed in 1...5 as ClosedRange<UInt64> {
      let schedule = Swiss(players: players, gamesPerPair: 1)
      let (rounds, results) = play(schedule, upsets: 0.3, draws: 0.2, seed: seed)
      #expect(results.count == schedule.gameCount && rounds.count == schedule.rounds)
      var met: Set<[Int]> = []
      var balance = [Int](repeating: 0, count: players)
      var byes = balance
      for round in rounds {
        #expect(round.count == players / 2)
        var resting = Set(0..<players)
        for pairing in round {
          let pair = [min(pairing.first, pairing.second), max(pairing.first, pairing.second)]
          // A full tour of a small field may leave no new pair for the last round.
          #expect(
            met.insert(pair).inserted || rounds.count >= players - 2,
            "\(players) players, seed \(seed): \(pair) again")
          #expect(resting.remove(pairing.first) != nil && resting.remove(pairing.second) != nil)
          balance[pairing.first] += 1
          balance[pairing.second] -= 1
        }
        for player in resting { byes[player] += 1 }
      }
      #expect(balance.allSatisfy { abs($0) <= 3 }, "\(balance)")
      #expect((byes.max() ?? 0) <= 1 || rounds.count >= players - 2)
    }
  }

  @Test func `a swiss tournament finds the best and ranks by points and Buchholz`() throws {
    let schedule = Swiss(players: 9, gamesPerPair: 2)
    let (rounds, results) = play(schedule)
    let ranking = try #require(schedule.ranking(after: results))
    #expect(ranking.rows.first?.player == 0)
    #expect(ranking.text(names: (0..<9).map { "p\($0)" }).contains("Buchholz"))
    // Equals meet: the first two are still unbeaten when they do.
    let meeting = try #require(
      rounds.firstIndex { $0.contains { Set([$0.first, $0.second]) == [0, 1] } })
    #expect(meeting > 0)
    // The two games of a match share an opening, those of another round have another.
    #expect(Set(rounds[0].map(\.opening)).count == 1)
    #expect(rounds[1][0].opening != rounds[0][0].opening)
    // Points by hand: 4 and 2 games won against 1, 2; a bye of a match counts as two wins.
    var table = SwissTable(players: 3, gamesPerPair: 2)
    table.add([
      GameResult(Pairing(0, 1, game: 0), .first, .rules),
      GameResult(Pairing(0, 1, game: 1), nil, .rules),
    ])
    #expect(table.points == [1.5, 0.5, 2] && table.byes == [0, 0, 1])
    #expect(table.buchholz(of: 0) == 0.5 && table.buchholz(of: 2) == 1)
    #expect(table.order == [2, 0, 1])
  }

  // MARK: Knockout

  @Test(arguments: 2...17)
  func `in a knockout the strongest wins and everybody else loses once`(players: Int) throws {
    let schedule = Knockout(players: players, gamesPerMatch: 2)
    let (rounds, results) = play(schedule)
    let ranking = try #require(schedule.ranking(after: results))
    #expect(ranking.rows.first?.player == 0 && ranking.rows.first?.cells[1] == "winner")
    #expect(ranking.rows.filter { $0.cells[1] == "winner" }.count == 1)
    #expect(results.count == 2 * (players - 1))
    // The first two seeds meet in the last round only.
    let final = rounds.last.map { $0.map { Set([$0.first, $0.second]) } } ?? []
    #expect(final == [[0, 1], [0, 1]])
    #expect(
      rounds.dropLast().allSatisfy { !$0.contains { Set([$0.first, $0.second]) == [0, 1] } })
  }

  @Test func `a drawn match is prolonged, and the better seed goes on at last`() throws {
    let schedule = Knockout(players: 2, gamesPerMatch: 2)
    let drawn = play(schedule, draws: 1)
    #expect(drawn.rounds.map(\.count) == [2, 2, 2, 2, 2])
    #expect(drawn.results.count == schedule.gameCount)
    #expect(drawn.rounds.joined().map(\.game) == Array(0..<10))
    #expect(schedule.ranking(after: drawn.results)?.rows.first?.player == 0)
    let upset = play(schedule, upsets: 1)
    #expect(schedule.ranking(after: upset.results)?.rows.first?.player == 1)
  }

  // MARK: Ladder

  @Test(arguments: [2, 3, 7, 8])
  func `a ladder brings everybody to its place`(players: Int) throws {
    let schedule = LadderSchedule(players: players, gamesPerPair: 2)
    let (rounds, results) = play(schedule, strength: { $0 })
    // Two have one match to play: in every other round nobody has a neighbour.
    #expect(rounds.count == (players == 2 ? 1 : players) && results.count == schedule.gameCount)
    let ranking = try #require(schedule.ranking(after: results))
    #expect(ranking.rows.map(\.player) == (0..<players).reversed())
    // A pair that meets again plays other openings.
    let games = rounds.joined().map { [$0.first, $0.second].sorted() + [$0.game] }
    #expect(Set(games).count == games.count)
  }

  // MARK: Adaptive

  @Test func `an adaptive tournament ends when every interval is within the bound`() {
    var random = RandomSource(seed: 4)
    let strengths = (0..<8).map { _ in 250 * random.normal() }
    let schedule = AdaptiveSchedule(players: 8, bound: 60, gamesPerPair: 10_000)
    var results: [GameResult] = []
    while case let next = schedule.pairings(after: results), !next.isEmpty {
      // Pairs of games with the seats swapped.
      for (one, other) in zip(next, next.dropFirst()) where one.game.isMultiple(of: 2) {
        #expect(one.first == other.second && one.second == other.first)
        #expect(one.opening == other.opening)
      }
      results += next.map { pairing in
        let expected = Elo.expectation(strengths[pairing.first] - strengths[pairing.second] + 30)
        return GameResult(pairing, random.uniform() < expected ? .first : .second, .rules)
      }
    }
    let ratings = Standings(playerCount: 8, results: results).ratings()
    #expect((0..<8).allSatisfy { ratings.estimate(of: $0).margin <= 60 })
    // Not long before: with a tenth of the games fewer it was not so.
    let fewer = Array(results.prefix(results.count * 8 / 10))
    let before = Standings(playerCount: 8, results: fewer).ratings()
    #expect((0..<8).contains { before.estimate(of: $0).margin > 60 })
    // Neighbours in strength meet more often than the first and the last.
    let order = strengths.indices.sorted { strengths[$0] > strengths[$1] }
    func met(_ a: Int, _ b: Int) -> Int {
      results.count { Set([$0.first, $0.second]) == Set([order[a], order[b]]) }
    }
    #expect(met(0, 7) < (0..<7).map { met($0, $0 + 1) }.reduce(0, +) / 7)
  }

  @Test func `an adaptive tournament bounds the intervals against an anchor`() {
    let schedule = AdaptiveSchedule(players: 4, bound: 60, gamesPerPair: 10_000, anchor: 2)
    let (_, results) = play(schedule, upsets: 0.3, draws: 0.2)
    let ratings = Standings(playerCount: 4, results: results).ratings()
    let margins = (0..<4).map { ratings.difference(of: $0, above: 2).margin }
    #expect(margins.allSatisfy { $0 <= 60 }, "\(margins)")
    #expect((margins.max() ?? 0) > 50, "\(margins)")
  }

  @Test func `no pair of an adaptive tournament plays more than it may`() {
    let schedule = AdaptiveSchedule(players: 3, bound: 1, gamesPerPair: 5)
    let (_, results) = play(schedule, upsets: 0.4)
    #expect(results.count == 15)
  }

  @Test func `millions of games are asked for a piece at a time`() {
    let schedule = RoundRobin(players: 2, gamesPerPair: 1_000_000)
    let first = schedule.pairings(after: [])
    #expect(first.count < 100_000)
    let results = first.map { GameResult($0, nil, .rules) }
    #expect(schedule.pairings(after: results).first?.game == first.count)
  }
}
