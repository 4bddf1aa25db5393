import Catalog
import Server

/// House bots from the command line's `GAME=SPEC`.
enum HouseBots {
  /// Makes a bot of each text, named after its agent, with a number where names would repeat.
  static func make(_ texts: [String]) throws -> [ServerBot] {
    var names: Set<String> = []
    return try texts.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw UsageError("--bot cannot be '\(text)': it must be GAME=SPEC")
      }
      let game = String(parts[0])
      let spec = try PlayerSpec(String(parts[1]))
      let makePlayer = try Catalog.game(game).sessionPlayers(spec, options: [:])
      var name = "\(spec.agent)-bot"
      var number = 1
      while !names.insert(name).inserted {
        number += 1
        name = "\(spec.agent)-bot-\(number)"
      }
      return ServerBot(name: name, game: game, makePlayer: makePlayer)
    }
  }
}
