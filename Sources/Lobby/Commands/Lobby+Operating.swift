import ArenaCore
import Match
public import Wire

/// What whoever runs the server may do.
extension Lobby {
  static let operatingCommands: [LobbyCommand] = [
    LobbyCommand(Commands.admin, .none) { lobby, given, client, now throws(WireError) in
      try lobby.operate(given.order, token: given.token, from: client, at: now)
    }
  ]

  private mutating func operate(
    _ order: AdminOrder, token: String, from client: ClientID, at now: Duration
  ) throws(WireError) {
    guard let visitor = clients[client] else { return }
    let guesses = use(of: visitor.address)
    guard guesses?.guesses.wait(at: now) ?? .zero <= .zero else {
      throw WireError(.tooMany, "too many wrong passwords came from your address: try again later")
    }
    guard let right = settings.adminToken, PasswordHash.isEqual(right, token) else {
      visitor.wrongPasswords += 1
      guesses?.guesses.spend(at: now)
      let refusal = WireError(.notAllowed, "that is not the operator's token")
      guard visitor.wrongPasswords >= settings.wrongPasswordLimit else { throw refusal }
      answer(tag + refusal.line(in: visitor.version), to: client)
      return dismiss(client, "too many wrong tokens")
    }
    try perform(order, from: client, at: now)
  }

  private mutating func perform(
    _ order: AdminOrder, from client: ClientID, at now: Duration
  ) throws(WireError) {
    switch order {
    case .help:
      for (form, text) in AdminOrder.forms { answer("admin \(form) - \(text)", to: client) }
    case .list: listClients(for: client, at: now)
    case .bans:
      for line in bans.text.split(separator: "\n") { answer("ban \(line)", to: client) }
    case .metrics: return send(.metrics, for: client)
    case .kick(let name):
      guard let target = account(named: name)?.client else {
        throw WireError(.noSuchPlayer, "nobody is here as \(OneLine.quoting(name))")
      }
      dismiss(target, "the operator sends you away")
    case .ban(let text): try ban(text)
    case .unban(let text):
      let before = bans
      guard bans.set(text, isBanned: false) else {
        throw WireError(.badArguments, "\(OneLine.quoting(text)) is no name and no address")
      }
      guard bans != before else {
        throw WireError(.noSuchPlayer, "\(OneLine.quoting(text)) is not banned")
      }
      orders.append(.keepBans)
    case .seeks(let areOpen): isClosed = !areOpen
    case .announce(let text): announce(text)
    case .shutdown(let minutes):
      announce("the server stops in \(minutes) min")
      hasShutdown = true
      orders.append(.stop(after: .seconds(60 * minutes)))
    case .stay:
      guard hasShutdown || isEnding else {
        throw WireError(.notNow, "no shutdown is to be called off")
      }
      hasShutdown = false
      announce("the server does not stop after all")
      orders.append(.stay)
    }
    answer("ok admin", to: client)
  }

  /// Tells everybody something.
  public mutating func announce(_ text: String) {
    independently { lobby in
      lobby.tell(.note(text), to: lobby.clients.keys.sorted())
    }
  }

  /// Tells the operator the figures of the server.
  public mutating func report(metrics text: String, for errand: Errand) {
    conclude(errand) { lobby in
      for line in text.split(separator: "\n") { lobby.answer("metric \(line)", to: errand.client) }
      lobby.answer("ok admin", to: errand.client)
    }
  }

  /// Sends a client away.
  public mutating func dismiss(_ client: ClientID, _ reason: String) {
    independently { $0.tell(.bye(reason), to: client) }
    clients[client]?.hasQuit = true
    departures.append(client)
  }

  private mutating func ban(_ text: String) throws(WireError) {
    guard bans.set(text, isBanned: true) else {
      throw WireError(.badArguments, "\(OneLine.quoting(text)) is no name and no address")
    }
    orders.append(.keepBans)
    for (id, visitor) in clients.sorted(by: { $0.key < $1.key })
    where bans.bans(visitor.address) || visitor.player.map({ bans.bans(name: $0.name) }) == true {
      dismiss(id, "the operator sends you away")
    }
  }

  /// Whether who comes from an address may come in.
  public func admits(_ address: ClientAddress) -> Bool { !bans.bans(address) }

  /// Throws for a name that is banned.
  func requireAdmitted(_ name: String) throws(WireError) {
    guard !bans.bans(name: name) else {
      throw WireError(.notAllowed, "the operator lets nobody in as \(name)")
    }
  }

  /// Throws where no games may be begun.
  func requireOpen() throws(WireError) {
    guard !isClosed, !isEnding else {
      throw WireError(
        .unavailable, "no games are begun now: try again in 60 s", retry: .seconds(60))
    }
  }

  private mutating func listClients(for client: ClientID, at now: Duration) {
    for (id, visitor) in clients.sorted(by: { $0.key < $1.key }).prefix(500) {
      let address = visitor.address?.description ?? "-"
      let silence = max(0, (now - visitor.lastRequest).wholeMilliseconds / 1000)
      answer(
        "client \(id.number >> 24) \(address) \(visitor.player?.name ?? "-") \(silence) "
          + "\(visitor.player?.tables.count ?? 0)", to: client)
    }
  }

  // MARK: What the server asks

  /// Takes other limits from now on; what is beyond them already stays.
  public mutating func apply(_ settings: LobbySettings) { self.settings = settings }

  /// Accounts that are known, offers and adjourned games.
  public var figures: (accounts: Int, present: Int, offers: Int, tables: Int, adjourned: Int) {
    (accounts.count, present.count, offers.count, tables.count, adjourned.count)
  }

  /// Whether a game goes on that somebody could finish.
  public var hasGamesToFinish: Bool { tables.count > adjourned.count }
}
