import ArenaCore
import Catalog
import Match

enum GTPCommand: Command {
  static let name = "gtp"
  static let summary =
    "lets a board program or an engine match play our agents, by the Go Text Protocol"
  static let usage = "GAME [--player SPEC] [--size N] [--set KEY=VALUE ...]"
  static let flags =
    [
      Flag("player", "SPEC", "the player (default: as in arena play)"),
      Flag("simulations", "N", default: "800", "simulations of arena-analyze"),
      Flag("seed", "N", default: "1", "the seed of its chance"),
    ] + Flag.settings
  static let printsResult = true
  static let details = """
    Speaks GTP 2 on standard input and output. Besides the usual commands it analyses: lz-analyze and
    kata-analyze [COLOUR] [CENTISECONDS] print lines until the next command, as Leela Zero and KataGo
    do; arena-analyze [SIMULATIONS] prints one line of JSON, as arena analyse --json does. list_commands
    lists all. It plays any game of the catalog; boardsize and komi choose among its boards.

      arena gtp go-lite
      arena gtp gomoku --size 9 --player alphazero:simulations=800
    """

  static func run(_ arguments: Arguments) throws {
    let entry = try Catalog.game(arguments.take("GAME")[0])
    let settings = try arguments.settings()
    let spec =
      try arguments.text("player").map { text in try PlayerSpec(text) }
      ?? entry.shippedPlayer(settings) ?? PlayerSpec(agent: "uct", options: ["simulations": "1000"])
    var console = try GTPConsole(
      entry, spec, settings: settings, seed: arguments.seed(),
      simulations: arguments.integer("simulations", in: 1...10_000_000) ?? 800)
    try console.run()
  }
}
