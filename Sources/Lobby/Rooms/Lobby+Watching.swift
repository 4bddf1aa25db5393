import ArenaCore
import Match
import Wire

/// Following games without playing them: one by its table, or all of a player.
extension Lobby {
  mutating func watch(_ id: Int, from client: ClientID, at now: Duration) throws(WireError) {
    guard let table = tables[id] else { throw noTable(id) }
    if let player = clients[client]?.player, table.seat(of: player) != nil {
      throw WireError(.badArguments, "you sit at table \(id) yourself")
    }
    try addWatcher(client, to: table)
    answerGame(table, to: client, at: now)
    answer("ok watch \(id)", to: client)
    if boardClients > 0 { showBoard(of: table, to: [client]) }
  }

  mutating func unwatch(_ id: Int, from client: ClientID) throws(WireError) {
    guard clients[client]?.watched.contains(id) == true else { throw noTable(id) }
    stopWatching(id, client)
    answer("ok unwatch \(id)", to: client)
  }

  mutating func follow(
    _ name: String, from client: ClientID, at now: Duration
  ) throws(WireError) {
    guard let visitor = clients[client] else { return }
    let account = try knownAccount(named: name)
    if !visitor.followed.contains(where: { $0 === account }) {
      guard visitor.followed.count < settings.namesPerList else {
        throw WireError(.tooMany, "you follow \(settings.namesPerList) players already")
      }
      visitor.followed.append(account)
      account.followers.append(client)
    }
    var shown: [LiveTable] = []
    for id in account.tables {
      guard let table = tables[id], begin(watching: table, client) else { continue }
      answerGame(table, to: client, at: now)
      shown.append(table)
    }
    answer("ok follow \(account.name)", to: client)
    if boardClients > 0 { for table in shown { showBoard(of: table, to: [client]) } }
  }

  mutating func unfollow(_ name: String, from client: ClientID) throws(WireError) {
    guard let visitor = clients[client],
      let account = visitor.followed.first(where: { $0.name.lowercased() == name.lowercased() })
    else { throw WireError(.noSuchPlayer, "you do not follow \(OneLine.quoting(name))") }
    visitor.followed.removeAll { $0 === account }
    account.followers.removeAll { $0 == client }
    answer("ok unfollow \(account.name)", to: client)
  }

  func addWatcher(
    _ client: ClientID, to table: LiveTable
  ) throws(WireError) {
    guard !table.watchers.contains(client) else { return }
    guard table.watchers.count < settings.watchersPerTable else {
      throw WireError(
        .serverFull, "table \(table.id) has \(settings.watchersPerTable) watchers")
    }
    guard (clients[client]?.watched.count ?? 0) < settings.watchesPerClient else {
      throw WireError(.tooMany, "you watch \(settings.watchesPerClient) games already")
    }
    table.watchers.append(client)
    clients[client]?.watched.append(table.id)
  }

  /// What a client that begins to watch reads: where the game stands.
  private mutating func answerGame(
    _ table: LiveTable, to client: ClientID, at now: Duration
  ) {
    let names = names(at: table)
    if version(of: client) == .first {
      answer("start \(table.id) \(table.terms.text(in: .first)) \(names) watcher", to: client)
    } else {
      answer("watching \(table.id) \(table.terms.text(in: .second)) \(names)", to: client)
    }
    answerState(of: table, to: client, at: now)
  }

  /// One line of an answer: `state TABLE ...`.
  mutating func answerState(of table: LiveTable, to client: ClientID, at now: Duration) {
    let text = stateText(of: table, in: version(of: client), at: now)
    answer("state \(table.id) \(text)", to: client)
  }

  /// Whom a client means that asks about a player, here or away.
  func knownAccount(named name: String) throws(WireError) -> Account {
    guard let account = account(named: name) else {
      throw WireError(.noSuchPlayer, "nobody is known as \(OneLine.quoting(name))")
    }
    return account
  }
}
