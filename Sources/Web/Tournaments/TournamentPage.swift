import Match

/// A tournament as a page shows it: the table with ratings, and what was played.
struct TournamentPage: Sendable, Encodable {
  struct Game: Sendable, Encodable {
    let number: Int
    let first: String
    let second: String
    let winner: String?
    let plies: Int
    let reason: String
  }

  let name: String
  let game: String
  let options: String
  let count: Int
  /// Seconds since the last game was written.
  let age: Double
  let table: CrossTable?
  /// The latest games first, at most 500.
  let games: [Game]

  /// - Parameter numbered: the records with the numbers by which they are asked for.
  init(_ numbered: [(number: Int, record: GameRecord)], named name: String, age: Double) {
    let records = numbered.map(\.record)
    self.name = name
    self.age = age
    game = records.first?.game ?? ""
    options = records.first?.options ?? ""
    count = records.count
    var names: [String] = []
    var seen: Set<String> = []
    for record in records {
      for player in [record.first, record.second] where seen.insert(player).inserted {
        names.append(player)
      }
    }
    // Ratings of hundreds of players take their time.
    table =
      (2...200).contains(names.count)
      ? CrossTable(
        Standings(names: names, records: records), anchor: names.first { $0 == "random" }) : nil
    games = numbered.suffix(500).reversed().map { number, record in
      Game(
        number: number, first: record.first, second: record.second, winner: record.winner,
        plies: record.moves.count, reason: record.reason)
    }
  }
}
