/// Who loses a match is out.
///
/// Players are seeded in their order: the first and the second can meet in the final only, and where
/// their number is no power of two the first ones go into the second round without playing. A drawn
/// match is prolonged by pairs of games; after `tieBreaks` of them the better seeded player goes on.
public struct Knockout: Schedule {
  static let tieBreaks = 4

  let players: Int
  let gamesPerMatch: Int

  public init(players: Int, gamesPerMatch: Int) {
    self.players = players
    self.gamesPerMatch = gamesPerMatch
  }

  public var gameCount: Int { (players - 1) * (gamesPerMatch + 2 * Self.tieBreaks) }

  public func pairings(after results: [GameResult]) -> [Pairing] { state(after: results).next }

  public func ranking(after results: [GameResult]) -> Ranking? {
    let state = state(after: results)
    let rows = (0..<players).sorted { (-state.wins[$0], $0) < (-state.wins[$1], $1) }
    return Ranking(
      title: "knockout", headings: ["rounds", "out against"],
      rows: rows.map { player in
        Ranking.Row(
          player: player,
          cells: [
            String(state.wins[player]),
            state.beatenBy[player].map { "no. \(rows.firstIndex(of: $0).map { $0 + 1 } ?? 0)" }
              ?? (state.next.isEmpty ? "winner" : "-"),
          ])
      })
  }

  private struct State {
    /// Rounds survived, `[player]`.
    var wins: [Int]
    var beatenBy: [Int: Int] = [:]
    /// What is to be played; none at the end.
    var next: [Pairing] = []
  }

  private func state(after results: [GameResult]) -> State {
    var state = State(wins: [Int](repeating: 0, count: players))
    var slots = bracket
    var played = 0
    while slots.count > 1 {
      var winners: [Int?] = []
      var open: [(place: Int, a: Int, b: Int, lead: Double)] = []
      for place in stride(from: 0, to: slots.count, by: 2) {
        // One of the two is there: the bracket has byes in the first round only.
        guard let a = slots[place], let b = slots[place + 1] else {
          winners.append(slots[place] ?? slots[place + 1])
          continue
        }
        open.append((winners.count, min(a, b), max(a, b), 0))
        winners.append(nil)
      }
      var wave = 0
      while !open.isEmpty {
        let begun = wave == 0 ? 0 : gamesPerMatch + 2 * (wave - 1)
        let games = wave == 0 ? gamesPerMatch : 2
        let pairings = (begun..<begun + games).flatMap { game in
          open.map { Pairing($0.a, $0.b, game: game) }
        }
        guard played + pairings.count <= results.count else {
          state.next = pairings
          return state
        }
        for offset in pairings.indices {
          let match = offset % open.count
          open[match].lead += results[played + offset].points(of: open[match].a) - 0.5
        }
        played += pairings.count
        for match in open where match.lead != 0 || wave == Self.tieBreaks {
          let (winner, loser) = match.lead >= 0 ? (match.a, match.b) : (match.b, match.a)
          winners[match.place] = winner
          state.wins[winner] += 1
          state.beatenBy[loser] = winner
        }
        open.removeAll { winners[$0.place] != nil }
        wave += 1
      }
      slots = winners
    }
    return state
  }

  /// The first round's places, two a match: 0 against the last, and so on that the better seeds meet
  /// late; nil where a number has no player.
  private var bracket: [Int?] {
    var order = [0]
    while order.count < players {
      let size = 2 * order.count
      order = order.flatMap { [$0, size - 1 - $0] }
    }
    return order.map { $0 < players ? $0 : nil }
  }
}
