import ArenaCore
import Catalog
import Evaluation
import Foundation
import Match
import Storage
import Synchronization

enum LadderCommand: Command {
  static let name = "ladder"
  static let summary = "a standing ladder in a folder: players join at any time"
  static let usage = "DIR add|play|show [--game GAME] [--player PLAYER ...] [--minutes M] ..."
  static let flags =
    [
      Flag("game", "GAME", "add: the game of a new ladder"),
      Flag("player", "PLAYER", repeats: true, "add: [NAME=]SPEC; may be repeated"),
      Flag("openings", "OPENINGS", default: "4", "add: as for a tournament, of a new ladder"),
      Flag("clock", "CLOCK", "add: as for a tournament, of a new ladder"),
      Flag("seed", "N", default: "1", "add: the seed of a new ladder"),
      Flag("games", "N", "play: ends after so many games (default: when stopped)"),
      Flag("minutes", "M", "play: ends after so many minutes"),
      Flag("concurrency", "N", "play: games at once (default: all cores)"),
      Flag("json", "show: prints the standings as JSON"),
    ] + Flag.settings
  static let details = """
    While it plays, those meet whose next game tells most about the ratings. Ctrl-C stops it, and the
    same command goes on; a player added later is rated by its own games against the others.

      arena ladder season add --game connect-four --player random --player uct
      arena ladder season play --minutes 10
      arena ladder season add --player "new=alphazero:run=runs/first,checkpoint=*"
      arena ladder season show
    """
  static let printsResult = true

  static func run(_ arguments: Arguments) throws {
    let words = try arguments.take("DIR", "add|play|show")
    switch words[1] {
    case "add": try add(words[0], arguments)
    case "play": try play(words[0], arguments)
    case "show": try show(words[0], arguments)
    default:
      throw UsageError(
        "unknown action '\(words[1])': "
          + NearestWord.advice(
            for: words[1], among: ["add", "play", "show"], introducing: "there are"))
    }
  }

  /// The words of a tournament that a ladder is.
  private static func settings(_ words: [String]) throws -> TournamentSettings {
    let arguments = try Arguments(words, for: TournamentCommand.self)
    guard let game = arguments.words.first else { throw UsageError("--game is missing") }
    return try TournamentSettings(arguments, game: game, isEndless: true)
  }

  /// The ladder's own settings as words; nil where there is none yet.
  private static func recorded(_ path: String) throws -> [String]? {
    let file = TournamentFolder.settingsPath(path)
    guard access(file, F_OK) == 0 else { return nil }
    return try TournamentSettings.words(ofFile: InputText.read(file), source: file, given: [])
  }

  private static func existing(_ path: String) throws -> TournamentSettings {
    guard let words = try recorded(path) else {
      throw CommandFailure(
        "there is no ladder in \(path): arena ladder \(path) add --game GAME --player SPEC")
    }
    return try settings(words)
  }

  private static func add(_ path: String, _ arguments: Arguments) throws {
    try arguments.refuse("games", "minutes", "concurrency", "json", because: "add plays no games")
    let players = arguments.all("player").flatMap { ["--player", $0] }
    guard !players.isEmpty else { throw UsageError("--player is missing: who joins?") }
    var words: [String]
    if let recorded = try recorded(path) {
      try arguments.refuse(
        "game", "openings", "clock", "seed", "size", "set", because: "\(path) is a ladder already")
      words = recorded
    } else {
      guard let game = try arguments.text("game") else {
        throw UsageError("--game is missing: \(path) is no ladder yet")
      }
      _ = try Catalog.game(game)
      words = [game, "--format", "adaptive", "--until", "1", "--games", "1000000"]
      for flag in ["openings", "clock", "seed", "size"] {
        if let text = try arguments.text(flag) { words += ["--\(flag)", text] }
      }
      words += arguments.all("set").flatMap { ["--set", $0] }
    }
    let settings = try settings(words + players)
    let contestants = try settings.plan().contestants
    let room = try Catalog.game(settings.game).room(settings.room, settings.options)
    for contestant in contestants { try room.admit(contestant) }
    try TournamentFolder(path).open(settings)
    say("\(path): \(contestants.count) players of \(settings.game)")
  }

  private static func play(_ path: String, _ arguments: Arguments) throws {
    try arguments.refuse(
      "game", "openings", "clock", "seed", "size", "set", "player", "json",
      because: "play takes the ladder as it is")
    let limit = try arguments.integer("games", in: 1...1_000_000_000)
    let end = try arguments.number("minutes", in: 0.01...10_000_000).map {
      ContinuousClock.now + .seconds(60 * $0)
    }
    let settings = try existing(path)
    let interrupt = Interrupt()
    let begun = Counter()
    let line = TournamentLine()
    var plan = try plan(settings, of: path)
    plan.log = TournamentFolder(path).gamesPath
    plan.carriesOver = { true }
    plan.concurrency =
      try arguments.integer("concurrency", in: 1...1024)
      ?? ProcessInfo.processInfo.activeProcessorCount
    plan.shouldStop = {
      interrupt.isRaised || end.map { ContinuousClock.now >= $0 } ?? false
        || limit.map { begun.next() > $0 } ?? false
    }
    plan.progress = line.show
    plan.resumed = line.greet
    let folder = TournamentFolder(path)
    try folder.open(settings)
    let room = try Catalog.game(settings.game).room(settings.room, settings.options)
    let result = try plan.play(in: room)
    let isStopped = interrupt.isRaised
    line.end()
    try finish(folder, settings, plan, result, room)
    if isStopped {
      throw Interruption(
        "stopped: \(Text.grouped(result.standings.gameCount)) games are kept, and the same command "
          + "goes on")
    }
  }

  /// Counts the games that begin.
  private final class Counter: Sendable {
    private let value = Atomic(0)
    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
  }

  private static func show(_ path: String, _ arguments: Arguments) throws {
    try arguments.refuse(
      "game", "openings", "clock", "seed", "size", "set", "player", "games", "minutes",
      "concurrency", because: "show plays no games")
    let plan = try plan(existing(path), of: path)
    var standings = Standings(names: plan.contestants.map(\.name))
    try GameLog.read(TournamentFolder(path).gamesPath) { standings.add($0) }
    let table = CrossTable(standings)
    say(arguments.has("json") ? table.jsonLine : table.text)
  }

  private static func plan(
    _ settings: TournamentSettings, of path: String
  ) throws -> TournamentPlan {
    let plan = try settings.plan()
    guard plan.contestants.count >= 2 else {
      throw CommandFailure("\(path) has one player: arena ladder \(path) add --player SPEC")
    }
    return plan
  }

  private static func finish(
    _ folder: TournamentFolder, _ settings: TournamentSettings, _ plan: TournamentPlan,
    _ result: TournamentResult, _ room: any MatchRoom
  ) throws {
    let table = CrossTable(result.standings)
    say(table.text)
    try folder.write(tables: table.text, json: table.jsonLine)
    try TournamentOutput(settings, plan.contestants, result, table, room).write(to: folder)
  }
}
