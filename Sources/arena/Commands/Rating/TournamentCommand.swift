import ArenaCore
import Catalog
import Evaluation
import Foundation
import Match
import Storage

enum TournamentCommand: Command {
  static let name = "tournament"
  static let summary = "plays a tournament and rates the players by Elo"
  static let usage = "GAME --player SPEC --player SPEC ... [--games N] ..."
  static let flags =
    [
      Flag("player", "SPEC", repeats: true, "NAME[:key=value,...]; give two or more"),
      Flag(
        "format", "NAME", default: TournamentFormat.all[0].name,
        TournamentFormat.all.map { "\($0.name): \($0.summary)" }.joined(separator: "; ")),
      Flag("games", "N", default: "20", "games between two players that meet, seats swapped"),
      Flag("openings", "PLIES", default: "4", "random plies before the players take over"),
      Flag("seed", "N", default: "1", "the seed of openings and players"),
      Flag(
        "threads", "N", "threads at work; the result does not depend on it (default: all cores)"),
      Flag("records", "FILE", "writes every game as one line of JSON"),
      Flag("json", "prints the standings as JSON"),
    ] + Flag.settings
  static let details = """
      arena tournament connect-four --player random --player uct:simulations=100 --games 50
      arena tournament connect-four --player alphazero:run=runs/first --player uct

    \(aboutSpecs)
    """
  static let printsResult = true

  static func run(_ arguments: Arguments) throws {
    let game = try arguments.take("GAME")[0]
    let specs = try arguments.all("player").map { text in try PlayerSpec(text) }
    guard specs.count >= 2 else {
      throw UsageError("a tournament needs two players or more: --player SPEC --player SPEC")
    }
    if let twice = specs.first(where: { spec in specs.filter { $0 == spec }.count > 1 }) {
      throw UsageError("--player \(twice) is given twice: players need different names")
    }
    var plan = TournamentPlan(
      players: specs, gamesPerPair: try arguments.integer("games", in: 1...1_000_000)!,
      openingPlies: try arguments.integer("openings", in: 0...1000)!)
    plan.format = try format(arguments)
    plan.seed = try arguments.seed()
    plan.threads = try arguments.threads()
    let interrupt = Interrupt()
    plan.shouldStop = { interrupt.isRaised }
    let entry = try Catalog.game(game)
    let records = try arguments.text("records").map { path in RecordFile(path: path) }
    plan.prepare = { try records?.prepare() }
    let standings = try entry.tournament(plan, arguments.settings())
    let table = CrossTable(
      standings, anchor: standings.names.first { $0 == "random" })
    // Before the records: what goes wrong with these does not cost the table.
    say(arguments.has("json") ? table.jsonLine : table.text)
    try records?.write(standings.records)
    if standings.records.count < plan.gameCount {
      throw Interruption("stopped after \(standings.records.count) of \(plan.gameCount) games")
    }
  }

  private static func format(_ arguments: Arguments) throws(UsageError) -> TournamentFormat {
    let name = try arguments.text("format")!
    let all = TournamentFormat.all
    guard let format = all.first(where: { $0.name == name }) else {
      throw UsageError(
        "unknown format '\(name)': "
          + NearestWord.advice(for: name, among: all.map(\.name), introducing: "there are"))
    }
    return format
  }
}

/// Game records as lines of JSON in a file that appears whole.
private struct RecordFile: Sendable {
  let path: String

  /// Makes sure that it can be written, before hours of games.
  func prepare() throws(StorageError) { try DurableFile.prepare(path) }

  func write(_ records: [GameRecord]) throws(StorageError) {
    try DurableFile.write(Data(records.map { $0.jsonLine + "\n" }.joined().utf8), to: path)
  }
}
