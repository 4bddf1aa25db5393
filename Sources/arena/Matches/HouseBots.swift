import ArenaCore
import Catalog
import Lobby
import Match
import Server
import Training
import Wire

/// House bots from the command line's `[NAME@]GAME[,OPTION=VALUE...]=SPEC`.
enum HouseBots {
  /// Makes a bot of each text. One without a name of its own is named after its agent, with a
  /// number where names would repeat.
  static func make(_ texts: [String]) throws -> [ServerBot] {
    let calls = try texts.map { text in try Call(text) }
    var names = Set(calls.compactMap { $0.name?.lowercased() })
    return try calls.map { call in
      let players = try Catalog.game(call.game).housePlayers(call.spec, call.options)
      let name = call.name ?? unused("\(call.spec.agent)-bot", among: &names)
      let bot =
        players.options.map { HouseBot(name: name, game: call.game, options: $0) }
        ?? HouseBot(name: name, game: call.game, accepting: players.accepts)
      var server = ServerBot(bot, makePlayer: players.makePlayer)
      server.thinksElsewhere = players.thinkElsewhere
      return server
    }
  }

  private static func unused(_ name: String, among names: inout Set<String>) -> String {
    var result = name
    var number = 1
    while !names.insert(result).inserted {
      number += 1
      result = "\(name)-\(number)"
    }
    return result
  }

  /// One value of `--bot` taken apart.
  private struct Call {
    var name: String?
    let game: String
    /// Nil where none are given.
    var options: [String: String]?
    let spec: PlayerSpec

    init(_ text: String) throws {
      func refusal(_ reason: String) -> UsageError {
        UsageError(
          "--bot cannot be \(OneLine.quoting(text)): \(reason); it must be "
            + "[NAME@]GAME[,OPTION=VALUE...]=SPEC, like connect-four=random or "
            + "anna@go-lite,size=7=uct")
      }
      // GAME ends at the first = or comma, a value at the next one: no game's options hold either.
      var rest = text[...]
      func take(until ends: String) -> String {
        let part = rest.prefix { !ends.contains($0) }
        rest = rest.dropFirst(part.count)
        return String(part)
      }
      var game = take(until: "=,")
      if let at = game.firstIndex(of: "@") {
        let name = String(game[..<at])
        guard WordForm.isName(name) else {
          throw refusal("\(OneLine.quoting(name)) is no name")
        }
        self.name = name
        game = String(game[game.index(after: at)...])
      }
      self.game = game
      while rest.first == "," {
        rest = rest.dropFirst()
        let option = take(until: "=,")
        guard rest.first == "=", !option.isEmpty else {
          throw refusal("\(OneLine.quoting(option)) has no value")
        }
        rest = rest.dropFirst()
        let value = take(until: "=,")
        guard options?[option] == nil else { throw refusal("\(option) is given twice") }
        options = (options ?? [:]).merging([option: value]) { $1 }
      }
      guard rest.first == "=", !game.isEmpty else { throw refusal("it names no player") }
      spec = try PlayerSpec(String(rest.dropFirst()))
    }
  }
}
