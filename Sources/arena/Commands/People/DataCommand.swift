import ArenaCore
import Catalog
import Evaluation
import Foundation
import Match
import Storage
import Training

enum DataCommand: Command {
  static let name = "data"
  static let summary = "exports the positions that a run recorded, imports games to learn from"
  static let usage = "export RUN --npz OUT | import FILE ... --game GAME --into DIR"
  static let flags =
    [
      Flag("npz", "OUT", "export: an uncompressed zip of NumPy arrays"),
      Flag("safetensors", "OUT", "export: the same as safetensors"),
      Flag("positions", "N", "export: the latest N positions (default: all that the run kept)"),
      Flag("unseen", "export: the games kept for validation rather than those trained on"),
      Flag("game", "GAME", "import: the game that the files are of"),
      Flag("into", "DIR", "import: the folder to write"),
      Flag("validation", "SHARE", default: "0.1", "import: the share of games never trained on"),
    ] + Flag.settings
  static let printsResult = true
  static let details = """
    export writes, a row a position: observations, policies (of the search), legal, values (of the
    search) and results (of the game, both -1 ... 1 for the seat to move), games, plies. Only alphazero
    keeps its games.

    import reads SGF (Go, Gomoku) and lines of JSON (--records of a tournament, a server's games),
    plays every game by the rules and leaves out those without a result or on another board.

      arena data export runs/first --npz positions.npz
      arena data import games.sgf more.jsonl --game go-lite --size 9 --into games/go9
      arena train go-lite --size 9 --agent alphazero --from-games games/go9 --minutes 10
    """

  static func run(_ arguments: Arguments) throws {
    guard let word = arguments.words.first else {
      throw UsageError("export or import is missing: arena data \(usage)")
    }
    switch word {
    case "export": try export(arguments)
    case "import": try importGames(arguments)
    default:
      throw UsageError(
        "unknown word '\(word)': "
          + NearestWord.advice(
            for: word, among: ["export", "import"], introducing: "there are"))
    }
  }

  private static func export(_ arguments: Arguments) throws {
    let path = try arguments.take("export", "RUN")[1]
    try arguments.refuse("game", "into", "size", "set", because: "a run says which game it is")
    let targets = try ArrayFile.Format.allCases.compactMap { format in
      try arguments.text(format.rawValue).map { (format, $0) }
    }
    guard targets.count == 1, let (format, target) = targets.first else {
      throw UsageError("give one of --npz OUT and --safetensors OUT")
    }
    let run = try RunFolder(opening: path)
    var plan = ExportPlan(run, to: target)
    plan.format = format
    plan.isOfValidation = arguments.has("unseen")
    plan.limit = try arguments.integer("positions", in: 1...1_000_000_000)
    let progress = ProgressBar("writing MiB")
    plan.progress = { progress.show($0 >> 20, of: $1 >> 20) }
    let count = try Catalog.game(run.configuration.environment).exportPositions(plan)
    progress.clear()
    StandardOutput.say("\(target): \(Text.grouped(count)) positions", of: target)
  }

  private static func importGames(_ arguments: Arguments) throws {
    try arguments.refuse(
      "npz", "safetensors", "positions", "unseen", because: "it belongs to export")
    let paths = arguments.words.dropFirst()
    guard !paths.isEmpty else { throw UsageError("FILE is missing: arena data \(usage)") }
    guard let game = try arguments.text("game") else {
      throw UsageError("--game is missing: which game are the files of?")
    }
    guard let folder = try arguments.text("into") else {
      throw UsageError("--into is missing: which folder shall be written?")
    }
    let entry = try Catalog.game(game)
    let settings = try arguments.settings()
    _ = try entry.session(settings)
    let share = try arguments.number("validation", in: 0...0.5) ?? 0.1
    var games: [(source: String, entry: GameFile.Entry)] = []
    let progress = ProgressBar("reading files")
    for (index, path) in paths.enumerated() {
      guard !path.isEmpty else { throw UsageError("FILE cannot be empty") }
      progress.show(index, of: paths.count)
      do { games += try GameFile.read(InputText.read(path)).map { (path, $0) } } catch let error
        as GameFileError
      {
        throw CommandFailure("\(path), \(error)")
      }
    }
    progress.clear()
    var plan = ImportPlan(games, into: folder)
    plan.validation = share
    let playing = ProgressBar("playing games")
    plan.progress = { playing.show($0, of: $1) }
    let report = try entry.importGames(plan, settings)
    playing.clear()
    print(
      "\(folder): \(report.training) games to train on with \(Text.grouped(report.positions)) "
        + "positions, \(report.validation) for validation")
    let left = [
      (report.others, "of another game or board"), (report.unfinished, "without a result"),
      (report.broken, "against the rules"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if !left.isEmpty { print("left out: \(left.joined(separator: ", "))") }
    if let first = report.firstBroken { print("the first of these: \(first)") }
  }
}
