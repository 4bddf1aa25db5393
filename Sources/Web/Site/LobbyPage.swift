/// The lists of the match server as data.
struct LobbyPage: Encodable {
  struct Table: Encodable {
    let table: Int
    let game: String
    let options: String
    let clock: String
    let first: String
    let second: String
    let ply: Int
  }

  struct Seek: Encodable {
    let offer: Int
    let name: String
    let game: String
    let options: String
    let clock: String
    let seat: String
  }

  struct Person: Encodable {
    let name: String
    let kind: String
    let status: String
    let ratings: [String: String]
  }

  let tables: [Table]
  let seeks: [Seek]
  let players: [Person]

  /// - Parameters: lines without their first words.
  init(tables: [String], seeks: [String], players: [String]) {
    func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
    func options(_ text: String) -> String { text == "-" ? "" : text }
    self.tables = tables.map(words).filter { $0.count >= 7 }.map {
      Table(
        table: Int($0[0]) ?? 0, game: $0[1], options: options($0[2]), clock: $0[3], first: $0[4],
        second: $0[5], ply: Int($0[6]) ?? 0)
    }
    self.seeks = seeks.map(words).filter { $0.count >= 6 }.map {
      Seek(
        offer: Int($0[0]) ?? 0, name: $0[1], game: $0[2], options: options($0[3]), clock: $0[4],
        seat: $0[5])
    }
    self.players = players.map(words).filter { $0.count >= 3 }.map { words in
      let pairs = words.dropFirst(3).map { $0.split(separator: "=").map(String.init) }
      return Person(
        name: words[0], kind: words[1], status: words[2],
        ratings: Dictionary(
          pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) },
          uniquingKeysWith: { first, _ in first }))
    }
  }
}

/// A game that can be played, with what a form needs to know.
struct GameOnOffer: Encodable {
  struct Option: Encodable {
    let name: String
    let value: String
    let allowed: String
    let summary: String
  }

  let name: String
  let summary: String
  let options: [Option]
  let bots: [WebBot]
  let isAnalysed: Bool
}

/// A game that was over before anybody looked.
struct FinishedTable: Encodable, Sendable {
  let table: Int
  let replay: ReplayedGame
}
