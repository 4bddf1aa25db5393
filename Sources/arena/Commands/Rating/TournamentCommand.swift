import ArenaCore
import Catalog
import Evaluation
import Foundation
import Match
import Storage

enum TournamentCommand: Command {
  static let name = "tournament"
  static let summary = "plays a tournament and rates the players by Elo"
  static let usage = "GAME|FILE|FOLDER --player PLAYER --player PLAYER ... [--out FOLDER] ..."
  static let flags =
    TournamentSettings.flags + [
      Flag("out", "FOLDER", "keeps all in a folder: the same command goes on with it"),
      Flag(
        "concurrency", "N", "games at once; the result does not depend on it (default: all cores)"),
      Flag("threads", "N", "the same as --concurrency"),
      Flag("records", "FILE", "writes every game as one line of JSON"),
      Flag("pairs", "takes the intervals from the spread of pairs of games"),
      Flag("print-config", "prints the settings as a file that can be given for GAME, and no more"),
      Flag("json", "prints the standings as JSON"),
    ]
  static let details = """
      arena tournament connect-four --player random --player uct:simulations=100 --games 50
      arena tournament connect-four --player "old=uct" --player "new=uct:simulations=2000" --out t
      arena tournament go-lite --size 7 --player alphazero:run=runs/go,checkpoint=* \\
        --player "gtp:command=gnugo --mode gtp" --format adaptive --until 30 --out go7
      arena tournament t            goes on with the tournament in the folder t

    A PLAYER is [NAME=]SPEC: the same player may come twice under two names. checkpoint=* stands for
    every checkpoint of its run, a * in run= for any folder. server:address=HOST:PORT,name=NAME is
    somebody on a match server, who is challenged to every game (--openings 0). In a FILE each line is a flag without its
    dashes (player random, pairs yes), and game NAME; flags beside it come before its lines.

    With --out finished games are kept as they end: after Ctrl-C, a crash or a full disk the same
    command goes on, and with further players or games it plays only what is new. The folder holds the
    records, the standings and a page, report.html. Where no time limits are given, the same seed gives
    the same bytes, however many games are played at once.

    \(aboutSpecs)
    """
  static let printsResult = true

  static func run(_ given: Arguments) throws {
    let (settings, arguments, out) = try read(given)
    if arguments.has("print-config") { return say(settings.text) }
    var plan = try settings.plan()
    guard plan.contestants.count >= 2 else {
      throw UsageError("a tournament needs two players or more: --player SPEC --player SPEC")
    }
    plan.anchor = plan.contestants.map(\.name).first { $0 == "random" }
    plan.concurrency = try concurrency(arguments)
    let entry = try Catalog.game(settings.game)
    let records = try arguments.text("records").map { path in RecordFile(path: path) }
    let isOutputTaken = records.map { StandardOutput.isFile($0.path) } ?? false
    guard !isOutputTaken || !arguments.has("json") else {
      throw UsageError("--records and --json cannot both go to the standard output")
    }
    if let records {
      plan.keepsRecords = true
      plan.scratch = DurableFile.scratch(for: records.path)
    }
    let interrupt = Interrupt()
    plan.shouldStop = { interrupt.isRaised }
    let line = arguments.has("json") ? nil : TournamentLine()
    plan.progress = { progress in line?.show(progress) }
    plan.resumed = { games, damaged in line?.greet(games, damaged) }
    let room = try entry.room(plan.room, settings.options)
    let folder = out.map { TournamentFolder($0) }
    plan.log = folder?.gamesPath
    // What it opens is not for other threads.
    nonisolated(unsafe) let opened = folder
    plan.prepare = {
      try records?.prepare()
      try opened?.open(settings)
    }
    plan.carriesOver = { opened?.carriesOver ?? false }
    let result = try plan.play(in: room)
    line?.end()
    if let count = room.balancedOpenings { TournamentLine().note(openings: count) }
    let table = CrossTable(
      result.standings, anchor: plan.anchor, pairs: arguments.has("pairs"))
    let ranking = result.ranking?.text(names: result.standings.names)
    let text = (ranking.map { [$0, ""] } ?? []) + [table.text]
    // Before the records: what goes wrong with these does not cost the table.
    let answer = arguments.has("json") ? table.jsonLine : text.joined(separator: "\n")
    if isOutputTaken { StandardError.write(answer + "\n") } else { say(answer) }
    try records?.write(result)
    if let folder {
      try folder.write(tables: text.joined(separator: "\n"), json: table.jsonLine)
      try TournamentOutput(settings, plan.contestants, result, table, room).write(to: folder)
    }
    if !result.isComplete {
      let played = result.standings.gameCount
      let total = plan.schedule.gameCount
      throw Interruption(
        "stopped after \(played) of \(total) games"
          + (out == nil ? "" : ": the same command goes on"))
    }
  }

  /// The settings by the first word: a game, a file of settings or a tournament's folder.
  private static func read(
    _ arguments: Arguments
  ) throws -> (TournamentSettings, Arguments, out: String?) {
    let word = try arguments.take("GAME|FILE|FOLDER")[0]
    let out = try arguments.text("out")
    let isFolder = access(TournamentFolder.settingsPath(word), F_OK) == 0
    guard !Catalog.games.contains(where: { $0.name == word }), isFolder || access(word, F_OK) == 0
    else {
      _ = try Catalog.game(word)
      return (try TournamentSettings(arguments, game: word), arguments, out)
    }
    let file = isFolder ? TournamentFolder.settingsPath(word) : word
    let given = arguments.flagWords
    let words = try TournamentSettings.words(
      ofFile: InputText.read(file), source: file, given: given)
    let all = try Arguments(words + given, for: TournamentCommand.self)
    guard let game = all.words.first else { throw UsageError("\(file) names no game") }
    guard all.words.count == 1 else { throw UsageError("\(file) names two games") }
    // The settings in a tournament's folder are of that folder.
    let place = try isFolder ? out ?? word : all.text("out")
    return (try TournamentSettings(all, game: game), all, place)
  }

  private static func concurrency(_ arguments: Arguments) throws -> Int {
    if arguments.has("concurrency") {
      try arguments.refuse("threads", because: "it is the same as --concurrency")
    }
    return try arguments.integer("concurrency", in: 1...1024)
      ?? arguments.threads()
  }
}

/// Game records as lines of JSON in a file that appears whole.
private struct RecordFile: Sendable {
  let path: String

  /// Makes sure that it can be written, before hours of games.
  func prepare() throws(StorageError) { try DurableFile.prepare(path) }

  func write(_ result: TournamentResult) throws(StorageError) {
    try DurableFile.write(to: path) { (file: borrowing DurableFile.Writer) throws(StorageError) in
      try result.forEachPiece { records throws(StorageError) in
        try file.append(Data(records.map { $0.jsonLine + "\n" }.joined().utf8))
      }
    }
  }
}
