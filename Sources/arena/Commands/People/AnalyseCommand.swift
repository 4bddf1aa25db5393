import ArenaCore
import Catalog
import Evaluation
import Foundation
import Match

enum AnalyseCommand: Command {
  static let name = "analyse"
  static let summary = "looks at a game or a position: chances, mistakes, best lines"
  static let usage = "FILE | GAME [moves=MOVE,MOVE,...] ..."
  static let flags =
    [
      Flag(
        "by", "SPEC", "the player whose search looks (default: the best there is for the board)"),
      Flag("simulations", "N", default: "800", "simulations a position"),
      Flag("ply", "N", "of a FILE: only the position before move N + 1"),
      Flag("game", "N", default: "1", "of a FILE with several games: which one"),
      Flag("review", "of moves=...: every move, not only the last position"),
      Flag("json", "prints JSON: one line a position, or one for a whole game"),
      Flag("rows", "N", default: "8", "moves listed of a position"),
    ] + Flag.settings
  static let printsResult = true
  static let details = """
    FILE is a game in SGF (Go, Gomoku) or a line of JSON as --records, a server and save write it; - is
    standard input. A whole game shows the chances after each move and what it cost: exactly where a
    proof or the game's solver knows the results (marked !), else by the search.

    A position in JSON is one object: value -1 (lost) ... 1 (won) for the seat to move, result and
    source (proof, solver, rules) where it is known, and of every legal move visits, prior (the policy),
    value, result and best line. arena gtp prints the same for its arena-analyze.

      arena analyse connect-four moves=4,4,4,4,4
      arena analyse game.sgf
      arena analyse records.jsonl --game 3 --json

    \(aboutSpecs)
    """

  static func run(_ arguments: Arguments) throws {
    guard let word = arguments.words.first else {
      throw UsageError("FILE or GAME is missing: arena analyse \(usage)")
    }
    if Catalog.games.contains(where: { $0.name == word }) {
      return try analyseMoves(of: Catalog.game(word), arguments)
    }
    guard arguments.words.count == 1 else {
      throw UsageError("'\(arguments.words[1])' is too much after a FILE: arena analyse \(usage)")
    }
    guard word == "-" || FileManager.default.fileExists(atPath: word) else {
      throw UsageError(
        "'\(word)' is neither a file nor a game: "
          + NearestWord.advice(
            for: word, among: Catalog.games.map(\.name), introducing: "the games are"))
    }
    try arguments.refuse(
      "review", because: "a file is reviewed as a whole, or with --ply N at a place")
    try arguments.refuse("size", "set", because: "the file says which board it is")
    try analyseFile(word, arguments)
  }

  private static func analyseMoves(of entry: GameEntry, _ arguments: Arguments) throws {
    try arguments.refuse("ply", "game", because: "it belongs to a FILE")
    let settings = try arguments.settings()
    var session = try entry.session(settings)
    var moves: [String] = []
    for word in arguments.words.dropFirst() {
      guard word.hasPrefix("moves=") else {
        throw UsageError("'\(word)' is no list of moves: it must be moves=MOVE,MOVE,...")
      }
      moves += word.dropFirst("moves=".count).split(separator: ",").map(String.init)
    }
    let start = session
    for (index, move) in moves.enumerated() {
      do { try session.play(notation: move) } catch {
        throw UsageError("move \(index + 1): \(error)")
      }
    }
    if arguments.has("review") {
      let record = GameRecord(
        game: entry.name, first: "first", second: "second", moves: moves,
        outcome: session.outcome ?? Outcome(winner: nil, reason: GameRecord.unfinished),
        cause: .rules)
      return try review(record, from: start, entry, settings, arguments)
    }
    try show(session, entry, settings, arguments)
  }

  private static func analyseFile(_ path: String, _ arguments: Arguments) throws {
    let entries: [GameFile.Entry]
    do { entries = try GameFile.read(InputText.read(path)) } catch let error as GameFileError {
      throw CommandFailure("\(path), \(error)")
    }
    let number = try arguments.integer("game", in: 1...1_000_000_000) ?? 1
    guard number <= entries.count else {
      throw UsageError("--game cannot be \(number): \(path) has \(entries.count)")
    }
    let found = entries[number - 1]
    let (entry, start): (GameEntry, any GameSession)
    do {
      entry = try Catalog.game(found.record.game)
      start = try entry.session(found.options)
    } catch { throw CommandFailure("\(path), line \(found.line): \(error)") }
    let record: GameRecord
    do { record = try found.record(in: start) } catch { throw CommandFailure("\(path), \(error)") }
    let ply = try arguments.integer("ply", in: 0...record.moves.count)
    var session = start
    for (index, move) in record.moves.prefix(ply ?? record.moves.count).enumerated() {
      do { try session.play(notation: move) } catch {
        throw CommandFailure("\(path), line \(found.line): move \(index + 1): \(error)")
      }
    }
    guard ply != nil else {
      return try review(record, from: start, entry, found.options, arguments)
    }
    try show(session, entry, found.options, arguments)
  }

  // MARK: Printing

  private static func show(
    _ session: any GameSession, _ entry: GameEntry, _ settings: [String: String],
    _ arguments: Arguments
  ) throws {
    let rows = try arguments.integer("rows", in: 1...10_000) ?? 8
    var analyst = try analyst(entry, settings, arguments)
    let simulations = try simulations(arguments)
    let analysis = try analyst.analyse(session, simulations: simulations)
    noteFullTrees([analysis], simulations)
    if arguments.has("json") { return print(analysis.jsonLine) }
    let screen = Screen.current
    for line in BoardView(session, on: screen).lines() { print(line) }
    print()
    for line in analysis.text(rows: rows) { print(line) }
  }

  private static func review(
    _ record: GameRecord, from start: any GameSession, _ entry: GameEntry,
    _ settings: [String: String], _ arguments: Arguments
  ) throws {
    var analyst = try analyst(entry, settings, arguments)
    let simulations = try simulations(arguments)
    let progress = ProgressBar("looking at positions")
    let review = try GameReview(
      of: record, from: start, by: &analyst, simulations: simulations,
      progress: { progress.show($0, of: $1) })
    progress.clear()
    noteFullTrees(review.positions, simulations)
    if arguments.has("json") { return print(review.jsonLine) }
    for line in review.text { print(line) }
  }

  /// Says that searches ended before their simulations were done. Where nothing is proven, only a
  /// full tree ends one.
  private static func noteFullTrees(_ positions: [PositionAnalysis], _ simulations: Int) {
    let cut = positions.filter {
      $0.turn != nil && $0.result == nil && $0.simulations < simulations
    }
    guard let fewest = cut.map(\.simulations).min() else { return }
    let place = positions.count == 1 ? "" : " at \(cut.count) of \(positions.count) positions"
    StandardError.write(
      "the search's tree was full\(place), after \(Text.grouped(fewest)) of "
        + "\(Text.grouped(simulations)) simulations\n")
  }

  private static func analyst(
    _ entry: GameEntry, _ settings: [String: String], _ arguments: Arguments
  ) throws -> any GameAnalyst {
    try entry.analyst(arguments.text("by").map { text in try PlayerSpec(text) }, settings)
  }

  private static func simulations(_ arguments: Arguments) throws -> Int {
    try arguments.integer("simulations", in: 1...10_000_000) ?? 800
  }
}
