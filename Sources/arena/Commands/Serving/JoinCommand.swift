import ArenaCore
import Catalog
import Wire

enum JoinCommand: Command {
  static let name = "join"
  static let summary = "lets an agent play as a client of a match server"
  static let usage = "HOST:PORT --game GAME --player SPEC [--name NAME] [--games N] ..."
  static let flags =
    [
      Flag("game", "GAME", "the game to seek"),
      Flag("player", "SPEC", "the agent that plays"),
      Flag("name", "NAME", "its name on the server (default: the agent's)"),
      Flag("games", "N", default: "1", "games to play, one after the other"),
      Flag("seat", "SEAT", default: "any", "first, second or any"),
      Flag("seed", "N", default: "1", "the seed of the agent's chance"),
    ] + Flag.settings

  static func run(_ arguments: Arguments) throws {
    let (host, port) = try ServerAddress.parse(arguments.take("HOST:PORT")[0])
    guard let game = try arguments.text("game") else { throw UsageError("--game is missing") }
    guard let text = try arguments.text("player") else { throw UsageError("--player is missing") }
    let spec = try PlayerSpec(text)
    let seat = try arguments.text("seat")!
    guard ["first", "second", "any"].contains(seat) else {
      throw UsageError("--seat cannot be '\(seat)': it must be first, second or any")
    }
    let seed = UInt64(try arguments.integer("seed", in: 0...Int.max)!)
    let games = try arguments.integer("games", in: 1...1_000_000)!
    let settings = try arguments.settings()
    let name = try arguments.text("name") ?? spec.agent
    guard WordForm.isName(name) else {
      throw UsageError(
        "--name cannot be \(OneLine.quoting(name)): \(ServerAddress.nameRule)")
    }
    let entry = try Catalog.game(game)
    var player = try WirePlayer(
      name: name, host: host, port: port,
      session: entry.session(settings), player: entry.sessionPlayers(spec, settings)(seed),
      seed: seed, say: say)
    let options = settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value) " }.joined()
    defer { player.quit() }
    for _ in 0..<games {
      say("result: \(try player.playOneGame("\(options)seat=\(seat)"))")
      if let failure = player.failure { throw CommandFailure("\(name) \(failure)") }
    }
  }
}
