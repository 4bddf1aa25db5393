import ArenaCore
public import Match
import Storage

/// A tournament as one page of HTML that needs nothing else: no network, no other file.
///
/// Everything that comes from outside, names first of all, is escaped. The tables and charts are
/// plain HTML and SVG; a script of the page's own replays games on a drawn board.
public struct TournamentPage: Sendable {
  /// How a board is drawn.
  public enum Look: String, Sendable, Encodable {
    /// Pieces within squares.
    case squares
    /// Stones where lines cross.
    case points
    /// Six-sided cells, each row half a cell further.
    case hexes
  }

  /// A network of a run: how long it had been trained.
  public struct Checkpoint: Sendable {
    public let player: String
    public let run: String
    public let minutes: Double

    public init(player: String, run: String, minutes: Double) {
      self.player = player
      self.run = run
      self.minutes = minutes
    }
  }

  /// One game to replay.
  public struct Game: Sendable {
    public let record: GameRecord
    /// Nil where there is no board to draw.
    public let film: GameFilm?

    public init(_ record: GameRecord, film: GameFilm?) {
      self.record = record
      self.film = film
    }
  }

  public let title: String
  /// The settings, line by line.
  public let settings: String
  public let table: CrossTable
  /// By the format's own rules: a table of text, its heading first.
  public var ranking: [[String]] = []
  public var checkpoints: [Checkpoint] = []
  public var games: [Game] = []
  /// Games that the page leaves out.
  public var omitted = 0
  public var look = Look.squares

  public init(title: String, settings: String, table: CrossTable) {
    self.title = title
    self.settings = settings
    self.table = table
  }

  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Self.escaped(title))</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    <h1>\(Self.escaped(title))</h1>
    \(rankingSection)
    <section>
    <h2>Ratings</h2>
    \(ratingBars)
    <ul class="remarks">\(table.remarks.map { "<li>\(Self.escaped($0))</li>" }.joined())</ul>
    </section>
    \(curveSection)
    \(crossSection)
    \(gameSection)
    <section>
    <h2>Settings</h2>
    <pre>\(Self.escaped(settings))</pre>
    </section>
    </main>
    \(gameScript)
    </body>
    </html>

    """
  }

  // MARK: Tables

  private var rankingSection: String {
    guard let heading = ranking.first else { return "" }
    return "<section><h2>Standings by the format</h2>\n"
      + Self.table(heading, Array(ranking.dropFirst())) + "</section>"
  }

  /// Cells as text, the first two columns a number and a name.
  private static func table(_ heading: [String], _ rows: [[String]]) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\(escaped($0))</\(tag)>" }.joined() + "</tr>\n"
    }
    return "<div class=\"wide\"><table>\n<thead>\(row(heading, "th"))</thead>\n<tbody>"
      + rows.map { row($0, "td") }.joined() + "</tbody></table></div>\n"
  }

  private var ratingBars: String {
    let low = table.rows.map(\.lower).min() ?? 0
    let high = table.rows.map(\.upper).max() ?? 1
    let span = max(high - low, 1)
    func place(_ elo: Double) -> String {
      Text.fixed(100 * (elo - low) / span, decimals: 2)
    }
    let rows = table.rows.enumerated().map { index, row in
      let margin = Text.fixed((row.upper - row.lower) / 2, decimals: 0)
      let elo = Text.signed(row.elo, decimals: 0)
      let width = Text.fixed(100 * max(row.upper - row.lower, 0) / span, decimals: 2)
      return """
        <li><span class="rank">\(index + 1)</span><span class="name">\(Self.escaped(row.name))</span>\
        <span class="elo">\(elo) ± \(margin)</span>\
        <span class="bar"><i style="left:\(place(row.lower))%;width:\(width)%"></i>\
        <b style="left:\(place(row.elo))%"></b></span>\
        <span class="score">\(row.total.games) games, \(Text.fixed(100 * row.total.mean, decimals: 1)) %\
        </span></li>

        """
    }
    return "<ol class=\"bars\">\n\(rows.joined())</ol>"
  }

  private var crossSection: String {
    guard table.rows.contains(where: { !$0.against.isEmpty }) else { return "" }
    let numbers = table.rows.indices.map { String($0 + 1) }
    let scores = table.rows.enumerated().map { index, row in
      [String(index + 1), row.name]
        + row.against.map { score in
          score.map { $0.games == 0 ? "·" : "\($0.wins)-\($0.draws)-\($0.losses)" } ?? "–"
        }
    }
    let likelihoods = table.rows.enumerated().map { index, row in
      [String(index + 1), row.name]
        + row.superiority.map { $0.map { Text.fixed(100 * $0, decimals: 0) } ?? "–" }
    }
    return """
      <section>
      <h2>Cross-table</h2>
      <p>Wins, draws and losses of the row’s player.</p>
      \(Self.table(["", ""] + numbers, scores))
      <details><summary>Likelihood of superiority, in percent</summary>
      \(Self.table(["", ""] + numbers, likelihoods))</details>
      </section>
      """
  }

  // MARK: Games

  private var gameSection: String {
    guard !games.isEmpty else { return "" }
    let rest =
      omitted > 0 ? "<p>\(Text.grouped(omitted)) more games are in games.jsonl.</p>" : ""
    return """
      <section>
      <h2>Games</h2>
      \(rest)
      <div class="replay">
      <div class="filters"><label>of <select id="who"></select></label>
      <label>against <select id="whom"></select></label>
      <label>result <select id="how"><option value="">any</option><option value="1">won</option>\
      <option value="0">drawn</option><option value="-1">lost</option></select></label></div>
      <select id="game" size="6" aria-label="games"></select>
      <div class="board"><svg id="board" role="img" aria-label="the board"></svg></div>
      <div class="buttons"><button id="start" aria-label="to the start">⏮</button>\
      <button id="back" aria-label="a move back">◀</button>\
      <input id="ply" type="range" min="0" value="0" aria-label="move">\
      <button id="forward" aria-label="a move on">▶</button>\
      <button id="end" aria-label="to the end">⏭</button></div>
      <p id="words"></p>
      </div>
      <noscript><p>Replaying games needs JavaScript.</p></noscript>
      </section>
      """
  }

  private var gameScript: String {
    guard !games.isEmpty else { return "" }
    let names = Array(Set(games.flatMap { [$0.record.first, $0.record.second] })).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let film = games.lazy.compactMap(\.film).first
    let data = PageData(
      look: look, columns: film?.columns ?? 0, rows: film?.rows ?? 0, names: names,
      games: games.map { PageData.Game($0, numbers) })
    // No HTML parser takes a part of it for the end of a script.
    let json = data.asJSONLine.replacing("<", with: "\\u003c")
    return """
      <script type="application/json" id="data">\(json)</script>
      <script>
      \(Self.script)
      </script>
      """
  }

  // MARK: Text from outside

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

/// What the page's script replays games from.
private struct PageData: Encodable {
  let look: TournamentPage.Look
  let columns: Int
  let rows: Int
  let names: [String]
  let games: [Game]

  /// Players' numbers, the first one's result, the reason, the length of the opening, the moves and
  /// what each changed on the board.
  struct Game: Encodable {
    private let game: TournamentPage.Game
    private let numbers: [String: Int]

    init(_ game: TournamentPage.Game, _ numbers: [String: Int]) {
      self.game = game
      self.numbers = numbers
    }

    func encode(to encoder: any Encoder) throws {
      let record = game.record
      let changes = (game.film?.changes ?? []).map { changes in
        changes.map { "\($0.cell).\($0.piece)" }.joined(separator: " ")
      }
      var list = encoder.unkeyedContainer()
      try list.encode(numbers[record.first])
      try list.encode(numbers[record.second])
      try list.encode(Int(record.outcome.value(for: .first)))
      try list.encode(record.reason)
      try list.encode(record.opening)
      try list.encode(record.moves.joined(separator: " "))
      try list.encode(changes.joined(separator: ";"))
    }
  }
}
