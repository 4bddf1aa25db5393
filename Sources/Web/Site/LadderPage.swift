import Match

/// The rated players of a game, or of all games, and who scored what against whom.
struct LadderPage: Encodable, Sendable {
  struct Place: Encodable, Sendable {
    let game: String
    let name: String
    let rating: Double
    /// Half the width of the 95 % interval.
    let margin: Double
    let wins: Int
    let draws: Int
    let losses: Int

    /// Nil for what is no line of a list.
    init?(_ line: String) {
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= 7, let rating = Double(words[2]), let margin = Double(words[3]),
        let wins = Int(words[4]), let draws = Int(words[5]), let losses = Int(words[6])
      else { return nil }
      (game, name) = (words[0], words[1])
      (self.rating, self.margin) = (rating, margin)
      (self.wins, self.draws, self.losses) = (wins, draws, losses)
    }
  }

  let game: String?
  let places: [Place]
  /// Of one game's first players: `[row][column]`, wins, draws and losses of the row's player; nil
  /// against oneself.
  let cross: [[[Int]?]]
  /// The latest games.
  let games: [PlayedGame]

  private static let crossLimit = 12

  init(_ lines: [String], game: String?, games: [FinishedGames.Entry]) {
    self.game = game
    places = lines.compactMap { Place($0) }
    self.games = games.prefix(50).map { PlayedGame($0) }
    guard game != nil else {
      cross = []
      return
    }
    let names = places.prefix(Self.crossLimit).map(\.name)
    let standings = Standings(names: names, records: games.map(\.record))
    cross = names.indices.map { row in
      names.indices.map { column in
        guard row != column else { return nil }
        let score = standings.score(of: row, against: column)
        return [score.wins, score.draws, score.losses]
      }
    }
  }
}

/// A finished game in a list.
struct PlayedGame: Encodable, Sendable {
  let table: Int
  let game: String
  let options: String
  let first: String
  let second: String
  let winner: String?
  let plies: Int
  let reason: String

  init(_ entry: FinishedGames.Entry) {
    table = entry.table
    game = entry.record.game
    options = entry.record.options
    first = entry.record.first
    second = entry.record.second
    winner = entry.record.winner
    plies = entry.record.moves.count
    reason = entry.record.reason
  }
}

/// One player: ratings and games.
struct PlayerPage: Encodable, Sendable {
  let name: String
  /// `guest`, `member` or `bot`; nil for somebody who is not here now.
  let kind: String?
  let status: String?
  let ratings: [LadderPage.Place]
  let games: [PlayedGame]

  /// - Throws: `HTTPRefusal` for a name that nobody knows.
  init(
    _ name: String, ratings: [String], players: [String], games: [FinishedGames.Entry]
  ) throws(HTTPRefusal) {
    self.ratings = ratings.compactMap { LadderPage.Place($0) }
      .filter { $0.name.lowercased() == name.lowercased() }
    let line = players.map { $0.split(separator: " ").map(String.init) }
      .first { $0.count >= 3 && $0[0].lowercased() == name.lowercased() }
    kind = line?[1]
    status = line?[2]
    self.games = games.map { PlayedGame($0) }
    self.name = line?[0] ?? self.ratings.first?.name ?? name
    guard line != nil || !self.ratings.isEmpty || !games.isEmpty else {
      throw .notFound("player of that name")
    }
  }
}
