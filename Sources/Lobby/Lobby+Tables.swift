import ArenaCore
import Match
import Wire

/// Where a player sits: what a command about a running game needs to know.
struct TableSeat {
  let table: LiveTable
  let seat: Seat
}

extension Lobby {
  // MARK: Beginning

  /// Seats the proposer of `offer` and `opponent` at a new table.
  ///
  /// - Parameter other: the number of the opponent's own offer, where it made one.
  mutating func start(
    _ offer: Offer, against opponent: AccountID, _ session: any GameSession, as other: Int? = nil,
    at now: Duration
  ) throws(WireError) {
    guard let proposer = accounts[offer.proposer], let opponent = accounts[opponent] else {
      throw WireError(.noSuchOffer, "offer \(offer.id) has lapsed")
    }
    let wish = offer.seat == .any ? [.first, .second][random.below(2)] : offer.seat
    let players = wish == .first ? [proposer, opponent] : [opponent, proposer]
    for player in players { makeRoom(for: player.id, at: now) }
    counts.gamesBegun += 1
    for player in players { keepToken(of: player) }
    lastTable += 1
    let id = lastTable
    record(
      .start(
        table: id, terms: offer.terms.journalText, first: players[0].name,
        second: players[1].name))
    let table = open(id, offer.terms, players, session)
    for seat in Seat.allCases {
      guard let client = table.player(at: seat).client else { continue }
      let number = table.player(at: seat) === proposer ? offer.id : other ?? offer.id
      announce(table, of: number, as: seat.name, to: client)
    }
    for client in players.flatMap(\.followers) where begin(watching: table, client) {
      announce(table, of: offer.id, as: "watcher", to: client)
    }
    if boardClients > 0 { showBoard(of: table, to: audience(of: table)) }
    beginTurn(at: table, now)
  }

  /// Puts a table up with its clock standing.
  @discardableResult
  mutating func open(
    _ id: Int, _ terms: GameTerms, _ players: [Account], _ session: any GameSession
  ) -> LiveTable {
    var clock = GameClock(terms.clock, grace: settings.grace)
    clock.limitGrace(to: settings.lagCredit, regaining: settings.lagRegain)
    let addresses = Set(players.compactMap { $0.kind == .bot ? nil : $0.address })
    let table = LiveTable(
      id: id, terms: terms, players: players, addresses: Array(addresses), session: session,
      clock: clock)
    for address in addresses { use(of: address)?.tables += 1 }
    tables[id] = table
    running.insert(id)
    for player in players { player.tables.append(id) }
    return table
  }

  /// The names of its players: `FIRST SECOND`.
  func names(at table: LiveTable) -> String {
    table.players.map(\.name).joined(separator: " ")
  }

  /// Brings a player who is back up to date, and goes on with a game that waited for it.
  mutating func resume(_ id: Int, for account: AccountID, at now: Duration) {
    guard let table = tables[id], let player = accounts[account], let seat = table.seat(of: player),
      let client = player.client
    else { return }
    let wasStanding = table.clock.deadline == nil
    readmit(id)
    runClock(of: table, at: now)
    announce(table, of: nil, as: seat.name, to: client)
    tellPosition(of: table, to: client, at: now)
    if wasStanding && table.clock.deadline != nil {
      tellClock(of: table, except: client, at: now)
    }
    schedule(table)
  }

  // MARK: Playing

  /// The seat that a client means; with no table given the only one that it has.
  func seat(of client: ClientID, at given: Int?) throws(WireError) -> TableSeat {
    let player = try player(at: client)
    guard let id = given ?? player.tables.first else {
      throw WireError(.notSeated, "you are not playing")
    }
    guard given != nil || player.tables.count == 1 else {
      throw WireError(.badArguments, "you play several games: say which table")
    }
    guard let table = tables[id] else { throw noTable(id) }
    guard let seat = table.seat(of: player) else {
      throw WireError(.notSeated, "you do not sit at table \(id)")
    }
    return TableSeat(table: table, seat: seat)
  }

  /// The usual way of a move: no more is looked up than the table.
  mutating func move(
    _ text: String, at id: Int, by visitor: Client, _ client: ClientID, _ now: Duration
  ) throws(WireError) {
    guard !isSuspended else { throw suspension }
    guard let player = visitor.player, let table = tables[id], let seat = table.seat(of: player)
    else {
      return try move(text, at: self.seat(of: client, at: id), from: client, now)
    }
    try move(text, at: TableSeat(table: table, seat: seat), from: client, now)
  }

  mutating func move(
    _ text: String, at place: TableSeat, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    let table = place.table
    guard table.game.turn == place.seat else {
      throw WireError(.notYourTurn, "it is not your turn at table \(table.id)")
    }
    let action: Int
    do {
      action = try table.game.legalAction(from: text)
    } catch {
      let refusal = WireError(.illegalMove, error.description)
      guard let limit = table.terms.rules.illegalLimit else { throw refusal }
      return countIllegalMove(refusal, limit, at: place, from: client, now)
    }
    // A move that came too late is no move: the clock decides first.
    guard !table.isTimed || !table.clock.isOver(at: now) else {
      checkDeadline(of: table.id, at: now)
      throw noTable(table.id)
    }
    play(action, at: table, answering: client, now)
  }

  /// Plays a legal action for the seat to move and sends it to the audience.
  ///
  /// - Parameter client: whose command it is, if it is one.
  mutating func play(
    _ action: Int, at table: LiveTable, answering client: ClientID? = nil, _ now: Duration
  ) {
    guard let seat = table.game.turn else { return }
    do throws(SessionError) { try apply(action, at: table, now) } catch {
      return abort(table.id, "the game does not go on: \(error)")
    }
    counts.moves += 1
    record(.move(table: table.id, action: action, banks: table.clock.banks))
    let notation = table.game.notation(of: action)
    if let client {
      if !tag.isEmpty { outbox.text.write(tag) }
      outbox.text.write(literal: "ok move ")
      outbox.text.write(table.id)
      outbox.text.write(byte: UInt8(ascii: " "))
      outbox.text.write(notation)
      outbox.endLine()
      outbox.deliver(to: client)
    }
    let turn = table.game.turn
    outbox.text.write(literal: "moved ")
    outbox.text.write(table.id)
    outbox.text.write(byte: UInt8(ascii: " "))
    outbox.text.write(table.game.ply)
    outbox.text.write(literal: seat == .first ? " first " : " second ")
    outbox.text.write(notation)
    switch turn {
    case .first: outbox.text.write(literal: " first")
    case .second: outbox.text.write(literal: " second")
    case nil: outbox.text.write(literal: " over")
    }
    table.writeClocks(to: &outbox.text, at: now)
    outbox.endLine()
    for player in table.players {
      if let client = player.client { outbox.deliver(to: client) }
    }
    for watcher in table.watchers { outbox.deliver(to: watcher) }
    if boardClients > 0 { showBoard(of: table, to: audience(of: table)) }
    guard turn == nil else {
      if let cap = table.terms.rules.cap, table.game.ply >= cap {
        return finish(table.id, Self.outcome(ofCap: cap), .adjudication, at: now)
      }
      return beginTurn(at: table, now)
    }
    if let outcome = table.game.outcome { finish(table.id, outcome, .rules, at: now) }
  }

  /// Plays an action and stops the clock: what a move of a connected player or a bot is.
  ///
  /// - Throws: what the session says of an action that is not legal; nothing changes then.
  func apply(_ action: Int, at table: LiveTable, _ now: Duration) throws(SessionError) {
    guard let seat = table.game.turn else { throw .gameOver }
    try table.game.play(action)
    table.mark(seat)
    // A move in answer to a line that has not left yet takes no time.
    if table.isTimed {
      if table.clock.deadline == nil { table.clock.start(seat, at: now) }
      _ = table.clock.stop(at: now)
    }
    // An offer stands for one move of the other side.
    if table.drawOffer == seat.opponent { table.drawOffer = nil }
    table.takeback = nil
  }

  mutating func resign(
    at place: TableSeat, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    promise("ok resign \(place.table.id)", to: client)
    finish(
      place.table.id,
      Outcome(winner: place.seat.opponent, reason: "\(place.seat.name) resigned"), .resignation,
      at: now)
  }

  mutating func offerDraw(
    at place: TableSeat, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    let table = place.table
    let ok = "ok draw \(table.id)"
    if table.drawOffer == place.seat.opponent {
      promise(ok, to: client)
      return finish(table.id, Outcome(winner: nil, reason: "agreed"), .agreement, at: now)
    }
    answer(ok, to: client)
    if table.drawOffer == nil {
      table.drawOffer = place.seat
      tell(.drawOffered(table.id, by: place.seat), to: audience(of: table))
    }
  }

  /// The client follows the game from now on.
  ///
  /// - Returns: false for one that plays it, follows it already, or can follow no more.
  func begin(watching table: LiveTable, _ client: ClientID) -> Bool {
    guard let visitor = clients[client], !table.watchers.contains(client),
      visitor.player.map({ table.seat(of: $0) == nil }) ?? true
    else { return false }
    do throws(WireError) { try addWatcher(client, to: table) } catch { return false }
    return true
  }

  /// The client follows the table no more.
  mutating func stopWatching(_ id: Int, _ client: ClientID) {
    tables[id]?.watchers.removeAll { $0 == client }
    clients[client]?.watched.removeAll { $0 == id }
  }

  /// Everybody who hears of the game: the players who are here, then the watchers.
  func audience(of table: LiveTable) -> [ClientID] {
    table.players.compactMap(\.client) + table.watchers
  }

  func noTable(_ id: Int) -> WireError {
    WireError(.noSuchTable, "there is no running game at table \(id)")
  }
}
