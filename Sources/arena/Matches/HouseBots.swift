import ArenaCore
import Catalog
import Glibc
import Lobby
import Match
import Server
import Training
import Wire

/// House bots from the command line's `[NAME@]GAME[,OPTION=VALUE...]=SPEC`.
enum HouseBots {
  /// Makes the bots of each text. One without a name of its own is named after its agent, with a
  /// number where names would repeat; `levels=N` in a spec makes N of different strength.
  ///
  /// - Parameter networks: what the bots share.
  static func make(_ texts: [String], sharing networks: HouseNetworks) throws -> HouseBotList {
    let calls = try texts.map { text in try Call(text) }
    var names = Set(calls.compactMap { $0.name?.lowercased() })
    var list = HouseBotList()
    for call in calls {
      let levels = try BotLevels(call.spec, in: Catalog.game(call.game))
      let name = call.name ?? unused("\(levels.specs[0].agent)-bot", among: &names)
      for (index, spec) in levels.specs.enumerated() {
        let players = try Catalog.game(call.game).housePlayers(spec, call.options, networks)
        let levelName = levels.specs.count == 1 ? name : "\(name).\(index + 1)"
        list.bots.append(serverBot(levelName, call.game, players))
        if index == 0, let analyst = players.analyst { list.analysts.append(analyst) }
      }
    }
    return list
  }

  private static func serverBot(
    _ name: String, _ game: String, _ players: HousePlayers
  ) -> ServerBot {
    let bot =
      players.options.map { HouseBot(name: name, game: game, options: $0) }
      ?? HouseBot(name: name, game: game, accepting: players.accepts)
    var server =
      switch players.play {
      case .alone(let makePlayer): ServerBot(bot, makePlayer: makePlayer)
      case .together(let group): ServerBot(bot, thinkingIn: group)
      }
    server.thinksElsewhere = players.thinkElsewhere
    return server
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

/// The bots of a server, and who of them can analyse.
struct HouseBotList {
  var bots: [ServerBot] = []
  var analysts: [any SessionAnalyst] = []
}

/// The strengths at which one spec plays: the same network with a few simulations up to all of them.
struct BotLevels {
  /// The weakest first; one for a spec without `levels`.
  let specs: [PlayerSpec]

  private static let most = 16

  /// - Throws: `UsageError` for a number that is none, or an agent that does not search.
  init(_ spec: PlayerSpec, in game: GameEntry) throws {
    guard let text = spec.options["levels"] else {
      specs = [spec]
      return
    }
    guard let count = Int(text), (1...Self.most).contains(count) else {
      throw UsageError("levels cannot be \(OneLine.quoting(text)): it must be 1 to \(Self.most)")
    }
    let agent = game.agents.first { $0.name == spec.agent }
    let option = agent?.playerOptions.first { $0.name == "simulations" }
    guard let most = Int(spec.options["simulations"] ?? option?.defaultText ?? "") else {
      throw UsageError("\(spec.agent) has no levels: they differ in their simulations")
    }
    specs = (1...count).map { level in
      // Evenly spaced by factors: each is about as much stronger than the one before.
      let share = pow(Double(most), Double(level) / Double(count))
      var options = spec.options
      options["levels"] = nil
      options["simulations"] = String(max(1, Int(share.rounded())))
      return PlayerSpec(agent: spec.agent, options: options)
    }
  }
}
