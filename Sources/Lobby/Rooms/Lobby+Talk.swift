import ArenaCore
import Match
import Wire

/// What is said at the tables, and who hears it.
extension Lobby {
  mutating func set(_ name: String, _ isOn: Bool, for client: ClientID) {
    guard let visitor = clients[client] else { return }
    if name == "chat" {
      visitor.hearsTalk = isOn
    } else if visitor.wantsBoards != isOn {
      visitor.wantsBoards = isOn
      boardClients += isOn ? 1 : -1
    }
    answer("ok set \(name) \(isOn ? "on" : "off")", to: client)
  }

  /// Players are heard by everybody at the table; watchers by watchers only, so that nobody is helped.
  mutating func say(
    _ text: String, at id: Int, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    let account = try player(at: client)
    guard let visitor = clients[client], let table = tables[id] else { throw noTable(id) }
    let isPlayer = table.seat(of: account) != nil
    guard isPlayer || table.watchers.contains(client) else {
      throw WireError(.notSeated, "you neither play nor watch at table \(id)")
    }
    guard text.utf8.count <= Self.talkLimit else {
      throw WireError(.badArguments, "what is said has at most \(Self.talkLimit) bytes")
    }
    let wait = visitor.words.wait(at: now)
    guard wait <= .zero else {
      throw WireError(.tooMany, "you say too much: \(wait.asRetry)", retry: wait)
    }
    visitor.words.spend(at: now)
    answer("ok say \(id)", to: client)
    let listeners = (isPlayer ? audience(of: table) : table.watchers).filter { listener in
      guard let other = clients[listener], other.hearsTalk else { return false }
      return other.player.map { !$0.ignored.contains(account.id) } ?? true
    }
    tell(.said(id, account.name, text), to: listeners)
  }

  /// The most bytes that are said at once.
  private static var talkLimit: Int { 400 }
}
