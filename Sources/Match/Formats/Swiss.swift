import ArenaCore

/// In every round each player meets another with about as many points, whom it has not met before.
///
/// With an odd number one player has a bye, worth the points of a won match: the last in the table
/// of those with the fewest byes. Where a match has an odd number of games, the seats are balanced.
/// Only where nobody is left whom they have not met do players meet again.
public struct Swiss: Schedule {
  let players: Int
  let gamesPerPair: Int
  let rounds: Int

  /// - Parameter rounds: nil plays enough to find the best of so many: the logarithm to base 2, and
  ///   two more, where there are so many opponents.
  public init(players: Int, gamesPerPair: Int, rounds: Int? = nil) {
    self.players = players
    self.gamesPerPair = gamesPerPair
    let bits = Int.bitWidth - (players - 1).leadingZeroBitCount
    self.rounds = rounds ?? min(bits + 2, Self.mostRounds(players: players))
  }

  /// In more rounds somebody has nobody left whom it has not met.
  public static func mostRounds(players: Int) -> Int {
    players - (players.isMultiple(of: 2) ? 1 : 0)
  }

  private var gamesPerRound: Int { players / 2 * gamesPerPair }
  public var gameCount: Int { rounds * gamesPerRound }

  public func pairings(after results: [GameResult]) -> [Pairing] {
    guard results.count < gameCount else { return [] }
    var table = table(after: results)
    let round = results.count / gamesPerRound
    let pairs = table.pairs()
    return (0..<gamesPerPair).flatMap { game in
      pairs.map { pair in
        let (a, b) = game == 0 ? table.seated(pair) : pair
        let isSwapped = !game.isMultiple(of: 2)
        return Pairing(
          first: isSwapped ? b : a, second: isSwapped ? a : b,
          game: table.meetings[[min(a, b), max(a, b)], default: 0] * gamesPerPair + game,
          opening: round * ((gamesPerPair + 1) / 2) + game / 2)
      }
    }
  }

  public func ranking(after results: [GameResult]) -> Ranking? {
    let table = table(after: results)
    return Ranking(
      title: "swiss, \(results.count / gamesPerRound) of \(rounds) rounds",
      headings: ["points", "Buchholz", "byes"],
      rows: table.order.map { player in
        Ranking.Row(
          player: player,
          cells: [
            Text.fixed(table.points[player], decimals: 1),
            Text.fixed(table.buchholz(of: player), decimals: 1), String(table.byes[player]),
          ])
      })
  }

  private func table(after results: [GameResult]) -> SwissTable {
    var table = SwissTable(players: players, gamesPerPair: gamesPerPair)
    guard gamesPerRound > 0 else { return table }
    for round in 0..<results.count / gamesPerRound {
      table.add(results[round * gamesPerRound..<(round + 1) * gamesPerRound])
    }
    return table
  }
}
