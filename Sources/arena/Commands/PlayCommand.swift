import ArenaCore
import Catalog

enum PlayCommand: Command {
  static let name = "play"
  static let summary = "plays a game against an agent in the terminal"
  static let usage = "GAME [--against SPEC] [--seat first|second] ..."
  static let flags =
    [
      Flag("against", "SPEC", default: "uct:simulations=1000", "the opponent"),
      Flag("seat", "SEAT", default: "first", "your seat: first or second"),
      Flag("seed", "N", default: "1", "the seed of the opponent's chance"),
    ] + Flag.settings
  static let details = """
    At the prompt: a move, or one of help, legal, undo, resign, quit.

      arena play connect-four --against alphazero:run=runs/quickstart

    \(aboutSpecs)
    """

  static func run(_ arguments: Arguments) throws {
    let name = try arguments.take("GAME")[0]
    let seatName = try arguments.text("seat")!
    guard let seat = Seat.allCases.first(where: { $0.name == seatName }) else {
      throw UsageError("--seat cannot be '\(seatName)': it must be first or second")
    }
    let seed = try arguments.seed()
    let spec = try PlayerSpec(arguments.text("against")!)
    let entry = try Catalog.game(name)
    let settings = try arguments.settings()
    let session = try entry.session(settings)
    let opponent = try entry.sessionPlayers(spec, settings)(seed)
    var conversation = Conversation(
      session: session, opponent: opponent, opponentName: spec.description, seat: seat,
      random: RandomSource(seed: seed))
    try conversation.run()
  }
}
