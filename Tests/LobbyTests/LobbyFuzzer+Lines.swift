import ArenaCore
import Match
import Wire

@testable import Lobby

/// What the fuzzer's clients say: mostly what makes sense.
extension LobbyFuzzer {
  mutating func one(of texts: [String]) -> String { texts[random.below(texts.count)] }

  mutating func line(of visitor: Visitor) -> (Visitor, String) {
    var text = text(for: visitor.client)
    if visitor.isNew {
      if random.below(8) == 0 { text = text.uppercasedCommand }
      if random.below(2) == 0 { text = "#\(random.below(1000)) \(text)" }
    }
    return (visitor, text)
  }

  mutating func text(for client: ClientID) -> String {
    let account = lobby.clients[client]?.account
    guard let account, let player = lobby.accounts[account] else {
      return random.below(10) < 7 ? hello() : anything()
    }
    let own = player.tables
    if !own.isEmpty, random.below(2) == 0 {
      let table = own[random.below(own.count)]
      switch random.below(40) {
      case 0: return "resign \(table)"
      case 1, 2: return "draw \(table)"
      case 3: return "state \(table)"
      case 4...6: return "takeback \(table)"
      case 7: return "\(one(of: ["abort", "claim"])) \(table)"
      case 8: return "say \(table) well played"
      default:
        let moves = lobby.tables[table]?.session.legalMoves ?? []
        return "move \(table) \(moves.isEmpty ? "x" : one(of: moves))"
      }
    }
    switch random.below(28) {
    case 20, 21: return "queue \(terms())"
    case 22: return "rematch"
    case 23: return "follow \(name())"
    case 24: return "\(one(of: ["ignore", "unignore", "unfollow", "history", "who"])) \(name())"
    case 25: return "record \(1 + random.below(max(1, lobby.lastTable)))"
    case 26: return "set \(one(of: ["boards", "chat"])) \(one(of: ["on", "off"]))"
    case 27: return "describe \(one(of: ["connect-four", "tic-tac-toe size=3", "go-lite x=1"]))"
    case 0...4: return "seek \(terms())"
    case 5...9: return "challenge \(name()) \(terms())"
    case 10...14:
      let open = lobby.offers.values.filter { offer in
        offer.proposer != account && (offer.opponent ?? account) == account
      }.map(\.id).sorted()
      return open.isEmpty ? "seeks" : "accept \(open[random.below(open.count)])"
    case 15: return player.challenges.first.map { "decline \($0)" } ?? "cancel"
    case 16: return player.offers.first.map { "cancel \($0)" } ?? "cancel"
    case 17: return random.below(8) == 0 ? "quit" : "watch \(lobby.tables.keys.max() ?? 1)"
    case 18: return lobby.clients[client]?.watched.first.map { "unwatch \($0)" } ?? "legal"
    default: return anything()
    }
  }

  mutating func name() -> String {
    switch random.below(12) {
    case 0: one(of: ["house", "house-2", "HOUSE-3", "robot"])
    default: "\(one(of: ["p", "P"]))\(random.below(60))"
    }
  }

  mutating func hello() -> String {
    // A password costs thousands of hashes.
    guard random.below(1000) > 0 else { return "hello m\(random.below(3)) pw" }
    let name = name()
    guard let token = tokens[name.lowercased()], random.below(4) > 0 else { return "hello \(name)" }
    return "hello \(name) \(token)"
  }

  mutating func terms() -> String {
    let game = one(of: [
      "connect-four rows=4 columns=4", "connect-four size=4", "tic-tac-toe", "go-lite size=2",
      "tic-tac-toe rows=3", "connect-four", "chess",
    ])
    let clock = one(of: [
      "", "", " clock=5", " clock=1+1", " clock=none", " clock=0.5", " clock=2+1max3",
      " clock=1+3x1", " clock=1+2/3",
    ])
    let rules = one(of: ["", "", "", " cap=6", " illegal=2", " cap=5,proven=on"])
    return game + clock + rules + one(of: ["", " seat=first", " seat=second", " people"])
  }

  mutating func anything() -> String {
    let words =
      Lobby.commands.map(\.word).filter { !["hello", "help", "protocol"].contains($0) } + [
        "connect-four", "rows=4", "clock=5", "seat=first", "people", "1", "2", "p1", "x=", "=", "-",
        "é", "\u{301}", "a\u{301}1",
      ]
    return (0...random.below(3)).map { _ in one(of: words) }.joined(separator: " ")
  }
}

extension String {
  /// With the first word in capitals.
  fileprivate var uppercasedCommand: String {
    let word = prefix { $0 != " " }
    return word.uppercased() + dropFirst(word.count)
  }
}
