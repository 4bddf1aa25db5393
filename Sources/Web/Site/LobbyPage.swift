/// The lists of the match server as data.
struct LobbyPage: Encodable {
  struct Person: Encodable {
    let name: String
    let kind: String
    let status: String
    let ratings: [String: String]
  }

  let tables: [Row]
  let seeks: [Row]
  let players: [Person]

  /// - Parameters: lines without their first words.
  init(tables: [String], seeks: [String], players: [String]) {
    self.tables = tables.compactMap {
      Row($0, ["table", "game", "options", "clock", "rules", "first", "second", "ply"])
    }
    self.seeks = seeks.compactMap {
      Row($0, ["offer", "name", "game", "options", "clock", "rules", "seat"])
    }
    self.players = players.map { $0.split(separator: " ").map(String.init) }
      .filter { $0.count >= 3 }.map { words in
        let pairs = words.dropFirst(3).map { $0.split(separator: "=").map(String.init) }
        return Person(
          name: words[0], kind: words[1], status: words[2],
          ratings: Dictionary(
            pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) },
            uniquingKeysWith: { first, _ in first }))
      }
  }

  /// The words of a line by what they are; options and rules that there are none of are empty.
  struct Row: Encodable {
    private static let numbers: Set = ["table", "offer", "ply"]
    private let fields: [String: Field]

    /// Nil for a line with fewer words than names.
    init?(_ line: String, _ names: [String]) {
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= names.count else { return nil }
      let fields = zip(names, words).map { ($0, Field(name: $0, word: $1 == "-" ? "" : $1)) }
      self.fields = Dictionary(uniqueKeysWithValues: fields)
    }

    func encode(to encoder: any Encoder) throws { try fields.encode(to: encoder) }

    private struct Field: Encodable {
      let name: String
      let word: String

      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if Row.numbers.contains(name) {
          try container.encode(Int(word) ?? 0)
        } else {
          try container.encode(word)
        }
      }
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
