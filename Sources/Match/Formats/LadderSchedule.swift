/// A ladder: neighbours play, and who scores more stands above. Round by round the even rungs and
/// the odd ones meet, so that after as many rounds as there are players the strongest can have come
/// from the bottom to the top.
public struct LadderSchedule: Schedule {
  let players: Int
  let gamesPerPair: Int
  let rounds: Int

  /// - Parameter rounds: nil plays as many as there are players.
  public init(players: Int, gamesPerPair: Int, rounds: Int? = nil) {
    self.players = players
    self.gamesPerPair = gamesPerPair
    self.rounds = rounds ?? players
  }

  public var gameCount: Int {
    (0..<rounds).reduce(0) { $0 + matchCount(round: $1) } * gamesPerPair
  }

  private func matchCount(round: Int) -> Int { (players - round % 2) / 2 }

  public func pairings(after results: [GameResult]) -> [Pairing] {
    let (order, round, meetings) = state(after: results)
    guard round < rounds else { return [] }
    return (0..<gamesPerPair).flatMap { game in
      matches(of: round, order).map { upper, lower in
        // Numbers tell the seats, so that it does not matter who stands above.
        let (a, b) = (min(upper, lower), max(upper, lower))
        return Pairing(a, b, game: meetings[[a, b], default: 0] * gamesPerPair + game)
      }
    }
  }

  public func ranking(after results: [GameResult]) -> Ranking? {
    let (order, round, _) = state(after: results)
    return Ranking(
      title: "ladder after round \(round)", headings: [],
      rows: order.map { Ranking.Row(player: $0, cells: []) })
  }

  private func matches(of round: Int, _ order: [Int]) -> [(Int, Int)] {
    stride(from: round % 2, to: order.count - 1, by: 2).map { (order[$0], order[$0 + 1]) }
  }

  /// The order after all complete rounds, how many these are, and how often each pair met.
  private func state(
    after results: [GameResult]
  ) -> (order: [Int], round: Int, meetings: [[Int]: Int]) {
    var order = Array(0..<players)
    var meetings: [[Int]: Int] = [:]
    var round = 0
    var played = 0
    while round < rounds {
      let matches = matches(of: round, order)
      let next = played + matches.count * gamesPerPair
      guard next <= results.count else { break }
      for (index, match) in matches.enumerated() {
        let points = stride(from: played + index, to: next, by: matches.count).reduce(0) {
          $0 + results[$1].points(of: match.1)
        }
        meetings[[min(match.0, match.1), max(match.0, match.1)], default: 0] += 1
        if 2 * points > Double(gamesPerPair) {
          order.swapAt(round % 2 + 2 * index, round % 2 + 2 * index + 1)
        }
      }
      played = next
      round += 1
    }
    return (order, round, meetings)
  }
}
