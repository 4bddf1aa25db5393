import ArenaCore
import Match
import Wire

/// Where a player sits: what a command about a running game needs to know.
struct TableSeat {
  let table: Int
  let seat: Seat
}

extension Lobby {
  // MARK: Beginning

  /// Seats the proposer of `offer` and `opponent` at a new table.
  mutating func start(
    _ offer: Offer, against opponent: AccountID, _ session: any GameSession, at now: Duration
  ) throws(WireError) {
    let wish = offer.seat == .any ? [.first, .second][random.below(2)] : offer.seat
    let seats = wish == .first ? [offer.proposer, opponent] : [opponent, offer.proposer]
    for account in seats { makeRoom(for: account, at: now) }
    lastTable += 1
    let id = lastTable
    record(
      .start(
        table: id, terms: offer.terms.text, first: name(of: seats[0]), second: name(of: seats[1])))
    open(id, offer.terms, seats, session)
    for seat in Seat.allCases {
      if let client = accounts[seats[seat.rawValue]]?.client {
        announce(id, as: seat.name, to: client)
      }
    }
    beginTurn(at: id, now)
  }

  /// Puts a table up with its clock standing.
  mutating func open(
    _ id: Int, _ terms: GameTerms, _ seats: [AccountID], _ session: any GameSession
  ) {
    tables[id] = LiveTable(
      id: id, terms: terms, seats: seats, session: session,
      clock: GameClock(terms.clock, grace: settings.grace))
    for account in seats { accounts[account]?.tables.append(id) }
  }

  /// The names of its players: `FIRST SECOND`.
  func names(at table: LiveTable) -> String {
    table.seats.map { name(of: $0) }.joined(separator: " ")
  }

  /// Announces a game to a client that plays or follows it.
  mutating func announce(_ id: Int, as role: String, to client: ClientID) {
    guard let table = tables[id] else { return }
    outbox.send("start \(id) \(table.terms.text) \(names(at: table)) \(role)", to: client)
  }

  /// Brings a player who is back up to date, and goes on with a game that waited for it.
  mutating func resume(_ id: Int, for account: AccountID, at now: Duration) {
    guard let table = tables[id], let seat = table.seat(of: account),
      let client = accounts[account]?.client
    else { return }
    readmit(id)
    runClock(of: id, at: now)
    announce(id, as: seat.name, to: client)
    outbox.send(stateLine(of: id, at: now), to: client)
    schedule(id)
  }

  // MARK: Playing

  /// The seat that a client means; with no table given the only one that it has.
  func seat(of client: ClientID, at given: Int?) throws(WireError) -> TableSeat {
    let account = try self.account(of: client)
    let own = accounts[account]?.tables ?? []
    guard let id = given ?? own.first else {
      throw WireError(.notSeated, "you are not playing")
    }
    guard given != nil || own.count == 1 else {
      throw WireError(.badArguments, "you play several games: say which table")
    }
    guard own.contains(id), let seat = tables[id]?.seat(of: account) else {
      throw tables[id] == nil ? noTable(id) : WireError(.notSeated, "you do not sit at table \(id)")
    }
    return TableSeat(table: id, seat: seat)
  }

  mutating func move(
    _ text: String, at place: TableSeat, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    guard let table = tables[place.table] else { throw noTable(place.table) }
    guard table.session.turn == place.seat else {
      throw WireError(.notYourTurn, "it is not your turn at table \(place.table)")
    }
    let action: Int
    do {
      action = try table.session.legalAction(from: text)
    } catch { throw WireError(.illegalMove, error.description) }
    // A move that came too late is no move: the clock decides first.
    guard !table.clock.isOver(at: now) else {
      checkDeadline(of: place.table, at: now)
      throw noTable(place.table)
    }
    outbox.send("ok move \(place.table) \(table.session.notation(of: action))", to: client)
    play(action, at: place.table, now)
  }

  /// Plays a legal action for the seat to move and sends it to the audience.
  mutating func play(_ action: Int, at id: Int, _ now: Duration) {
    guard let seat = tables[id]?.session.turn else { return }
    do throws(SessionError) { try apply(action, at: id, now) } catch {
      return abort(id, "the game does not go on: \(error)")
    }
    guard let table = tables[id] else { return }
    record(.move(table: id, action: action, banks: table.clock.banks))
    outbox.send(
      "moved \(id) \(table.session.ply) \(seat.name) \(table.session.lastMove ?? "-") "
        + "\(table.turnText) \(table.clockText(at: now))", to: audience(of: id))
    if let outcome = table.session.outcome {
      finish(id, outcome, .rules, at: now)
    } else {
      beginTurn(at: id, now)
    }
  }

  /// Plays an action and stops the clock: what a move is, live or from the journal.
  ///
  /// - Throws: what the session says of an action that is not legal; nothing changes then.
  mutating func apply(_ action: Int, at id: Int, _ now: Duration) throws(SessionError) {
    guard let seat = tables[id]?.session.turn else { throw .gameOver }
    try tables[id]?.session.play(action)
    _ = tables[id]?.clock.stop(at: now)
    // An offer stands for one move of the other side.
    if tables[id]?.drawOffer == seat.opponent { tables[id]?.drawOffer = nil }
  }

  mutating func resign(
    at place: TableSeat, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    outbox.send("ok resign \(place.table)", to: client)
    finish(
      place.table,
      Outcome(winner: place.seat.opponent, reason: "\(place.seat.name) resigned"), .resignation,
      at: now)
  }

  mutating func offerDraw(
    at place: TableSeat, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    guard let table = tables[place.table] else { throw noTable(place.table) }
    outbox.send("ok draw \(place.table)", to: client)
    if table.drawOffer == place.seat.opponent {
      finish(place.table, Outcome(winner: nil, reason: "agreed"), .agreement, at: now)
    } else if table.drawOffer == nil {
      tables[place.table]?.drawOffer = place.seat
      outbox.send("draw-offered \(place.table) \(place.seat.name)", to: audience(of: place.table))
    }
  }

  /// Everybody who hears of the game: the players who are here, then the watchers.
  func audience(of id: Int) -> [ClientID] {
    guard let table = tables[id] else { return [] }
    var audience: [ClientID] = []
    audience.reserveCapacity(2 + table.watchers.count)
    for account in table.seats {
      if let client = accounts[account]?.client { audience.append(client) }
    }
    audience.append(contentsOf: table.watchers)
    return audience
  }

  func noTable(_ id: Int) -> WireError {
    WireError(.noSuchTable, "there is no running game at table \(id)")
  }
}
