import ArenaCore
import Catalog
import Evaluation
import Match
import Wire

enum PlayCommand: Command {
  static let name = "play"
  static let summary = "plays a game against an agent or a person in the terminal"
  static let usage = "GAME [--against SPEC | --server HOST:PORT] [--seat first|second] ..."
  static let flags =
    [
      Flag(
        "against", "SPEC",
        "the opponent (default: the trained network that comes with the program, where there is one "
          + "for the board, else uct:simulations=1000)"),
      Flag("seat", "SEAT", "your seat: first or second (default: first; on a server any)"),
      Flag("seed", "N", default: "1", "the seed of the opponent's chance"),
      Flag("server", "HOST:PORT", "plays on a match server, against whoever is there"),
      Flag("name", "NAME", "your name on the server (default: your login's)"),
    ] + Flag.settings
  static let printsResult = true
  static let details = """
    At the prompt: a move, or one of help, legal, hint, analyse, why (what the opponent thought),
    undo, switch, save FILE, load FILE, resign, quit. On a terminal the arrow keys point at the board
    and Enter plays there; NO_COLOR in the environment turns colours off.

      arena play connect-four
      arena play go --size 9 --seat second
      arena play connect-four --against alphazero:run=runs/quickstart
      arena play connect-four --server localhost:7777

    \(aboutSpecs)
    """

  static func run(_ arguments: Arguments) throws {
    let name = try arguments.take("GAME")[0]
    let seatName = try arguments.text("seat")
    let seat = Seat.allCases.first { $0.name == seatName }
    guard seat != nil || seatName == nil else {
      throw UsageError("--seat cannot be '\(seatName ?? "")': it must be first or second")
    }
    let entry = try Catalog.game(name)
    if let server = try arguments.text("server") {
      try arguments.refuse("against", because: "on a server you play whoever is there")
      return try play(entry, on: server, seat, arguments)
    }
    try arguments.refuse("name", because: "it is that on a server")
    let seed = try arguments.seed()
    let (spec, settings) = try Self.opponent(entry, arguments)
    let session = try entry.session(settings)
    let opponent = try entry.sessionPlayers(spec, settings)(seed)
    var conversation = Conversation(
      session: session, opponent: opponent,
      opponentName: arguments.has("against") ? spec.description : spec.agent,
      seat: seat ?? .first, random: RandomSource(seed: seed),
      counsel: Counsel(
        opponent: (try? entry.analyst(spec, settings)).map { analyst in
          (analyst, Int(spec.options["simulations"] ?? "") ?? 64)
        }
      ) { try entry.analyst(nil, settings) })
    try conversation.run()
  }

  /// Whom the call plays against, and on which board: without either the first one that a trained
  /// network comes for.
  private static func opponent(
    _ entry: GameEntry, _ arguments: Arguments
  ) throws -> (PlayerSpec, settings: [String: String]) {
    let settings = try arguments.settings()
    if let text = try arguments.text("against") { return (try PlayerSpec(text), settings) }
    if let shipped = try entry.shippedPlayer(settings) { return (shipped, settings) }
    let boards = entry.shippedBoards
    if settings.isEmpty, let board = boards.first, let shipped = try entry.shippedPlayer(board) {
      say(
        "on the board of the trained network that comes with the program: \(text(board)); "
          + "--against uct plays on any")
      return (shipped, board)
    }
    if !boards.isEmpty {
      say(
        "no trained network comes with the program for this board, but for "
          + boards.map(text).joined(separator: " and "))
    }
    return (PlayerSpec(agent: "uct", options: ["simulations": "1000"]), settings)
  }

  private static func text(_ board: [String: String]) -> String {
    board.sorted { $0.key < $1.key }.map { name, value in
      name == "size" ? "--size \(value)" : "--set \(name)=\(value)"
    }.joined(separator: " ")
  }

  private static func play(
    _ entry: GameEntry, on server: String, _ seat: Seat?, _ arguments: Arguments
  ) throws {
    let (host, port) = try ServerAddress.parse(server)
    let settings = try arguments.settings()
    let name = try arguments.text("name") ?? ServerAddress.login
    guard WordForm.isName(name) else {
      throw UsageError("--name cannot be \(OneLine.quoting(name)): \(ServerAddress.nameRule)")
    }
    let person = TerminalPlayer(
      counsel: Counsel(opponent: nil) { try entry.analyst(nil, settings) })
    var player = try WirePlayer(
      name: name, host: host, port: port, session: entry.session(settings), player: person,
      seed: 1, say: say)
    defer { player.quit() }
    say("looking for somebody to play \(entry.name) with on \(server) ...")
    let options = settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value) " }.joined()
    say("result: \(try player.playOneGame("\(options)seat=\(seat?.name ?? "any")"))")
  }
}
