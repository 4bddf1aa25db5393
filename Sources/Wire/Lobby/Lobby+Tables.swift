import ArenaCore
import Match

/// Where a player sits: what a command about a running game needs to know.
struct Chair {
  let table: Int
  let account: Int
  let seat: Seat
}

extension Lobby {
  // MARK: Beginning

  /// Seats the proposer of `offer` and `opponent` at a new table.
  mutating func start(
    _ offer: Offer, against opponent: Int, _ session: any GameSession, at now: Duration
  ) throws(WireError) {
    let wish = offer.seat == .any ? [.first, .second][random.below(2)] : offer.seat
    let seats = wish == .first ? [offer.proposer, opponent] : [opponent, offer.proposer]
    lastTable += 1
    let id = lastTable
    record(
      .start(
        table: id, terms: offer.terms.text, first: self[account: seats[0]].name,
        second: self[account: seats[1]].name))
    open(id, offer.terms, seats, session)
    for seat in Seat.allCases {
      if let client = self[account: seats[seat.rawValue]].client {
        announce(id, as: seat.name, to: client)
      }
    }
    beginTurn(at: id, now)
  }

  /// Puts a table up with its clock standing.
  mutating func open(_ id: Int, _ terms: Terms, _ seats: [Int], _ session: any GameSession) {
    tables[id] = LiveTable(
      id: id, terms: terms, seats: seats, session: session,
      clock: GameClock(terms.clock, grace: settings.grace))
    for account in seats { self[account: account].tables.append(id) }
  }

  /// Tells a client of a game it plays or follows.
  private mutating func announce(_ id: Int, as role: String, to client: ClientID) {
    guard let table = tables[id] else { return }
    outbox.send(
      "start \(id) \(table.terms.text) \(self[account: table.seats[0]].name) "
        + "\(self[account: table.seats[1]].name) \(role)", to: client)
  }

  /// Brings a player who is back up to date; the clock of a game that waited for it runs again.
  mutating func resume(_ id: Int, for account: Int, at now: Duration) {
    guard let table = tables[id], let seat = table.seat(of: account),
      let client = self[account: account].client
    else { return }
    if table.clock.deadline == nil, table.session.turn == seat {
      tables[id]?.clock.start(seat, at: now)
    }
    announce(id, as: seat.name, to: client)
    outbox.send(stateLine(of: id, at: now), to: client)
    schedule(id)
  }

  // MARK: Playing

  /// The chair that a client means; with no table given the only one at which it sits.
  func seat(of client: ClientID, at given: Int?) throws(WireError) -> Chair {
    let account = try self.account(of: client)
    let own = self[account: account].tables
    guard let id = given ?? own.first else {
      throw WireError(.notSeated, "you are not playing")
    }
    guard given != nil || own.count == 1 else {
      throw WireError(.badArguments, "you play several games: say which table")
    }
    guard own.contains(id), let seat = tables[id]?.seat(of: account) else {
      throw tables[id] == nil ? noTable(id) : WireError(.notSeated, "you do not sit at table \(id)")
    }
    return Chair(table: id, account: account, seat: seat)
  }

  mutating func move(
    _ text: String, at chair: Chair, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    guard let table = tables[chair.table] else { throw noTable(chair.table) }
    guard table.session.turn == chair.seat else {
      throw WireError(.notYourTurn, "it is not your turn at table \(chair.table)")
    }
    let action: Int
    do {
      action = try table.session.legalAction(from: text)
    } catch { throw WireError(.illegalMove, error.description) }
    // A move that came too late is no move: the clock decides first.
    guard !table.clock.isOver(at: now) else {
      checkDeadline(of: chair.table, at: now)
      throw noTable(chair.table)
    }
    outbox.send("ok move \(chair.table) \(table.session.notation(of: action))", to: client)
    play(action, at: chair.table, now)
  }

  /// Plays a legal action for the seat to move and tells everybody.
  mutating func play(_ action: Int, at id: Int, _ now: Duration) {
    guard let seat = tables[id]?.session.turn else {
      preconditionFailure("table \(id) awaits no move")
    }
    apply(action, at: id, now)
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

  /// Plays a legal action and stops the clock: what a move is, live or from the journal.
  mutating func apply(_ action: Int, at id: Int, _ now: Duration) {
    guard let seat = tables[id]?.session.turn else { return }
    _ = tables[id]?.clock.stop(at: now)
    do throws(SessionError) {
      try tables[id]?.session.play(action)
    } catch {
      preconditionFailure("action \(action) at table \(id): \(error)")
    }
    // An offer stands for one move of the other side.
    if tables[id]?.drawOffer == seat.opponent { tables[id]?.drawOffer = nil }
  }

  mutating func resign(
    at chair: Chair, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    outbox.send("ok resign \(chair.table)", to: client)
    finish(
      chair.table,
      Outcome(winner: chair.seat.opponent, reason: "\(chair.seat.name) resigned"), .resignation,
      at: now)
  }

  mutating func offerDraw(
    at chair: Chair, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    guard let table = tables[chair.table] else { throw noTable(chair.table) }
    outbox.send("ok draw \(chair.table)", to: client)
    if table.drawOffer == chair.seat.opponent {
      finish(chair.table, Outcome(winner: nil, reason: "agreed"), .agreement, at: now)
    } else if table.drawOffer == nil {
      tables[chair.table]?.drawOffer = chair.seat
      outbox.send("draw-offered \(chair.table) \(chair.seat.name)", to: audience(of: chair.table))
    }
  }

  // MARK: Ending

  /// Closes the table, rates the players and tells everybody.
  mutating func finish(
    _ id: Int, _ outcome: Outcome, _ cause: GameRecord.Cause, at now: Duration
  ) {
    guard let table = tables[id] else { return }
    record(.end(table: id, outcome: outcome, cause: cause))
    let audience = audience(of: id)
    outbox.send(
      "result \(id) \(outcome.winner?.name ?? "draw") \(cause.rawValue) \(outcome.reason)",
      to: audience)
    close(id, outcome)
    for account in table.seats {
      guard let standing = self[account: account].standings[table.terms.game] else { continue }
      outbox.send(
        "rating \(table.terms.game) \(self[account: account].name) \(standing.text)",
        to: audience)
    }
    if table.seats.contains(where: { bots.indices.contains($0) }) { endedBotTables.append(id) }
    for account in table.seats { forgetIfEmpty(account) }
  }

  /// Takes the table away and rates the players: what an end is, live or from the journal.
  mutating func close(_ id: Int, _ outcome: Outcome) {
    guard let table = tables.removeValue(forKey: id) else { return }
    for client in table.watchers { clients[client]?.watched.removeAll { $0 == id } }
    let game = table.terms.game
    let before = table.seats.map { self[account: $0].standings[game] ?? Standing() }
    for seat in Seat.allCases {
      let account = table.seats[seat.rawValue]
      let value = outcome.value(for: seat)
      var standing = before[seat.rawValue]
      standing.rating = standing.rating.updated(after: [
        .init(against: before[seat.opponent.rawValue].rating, score: (value + 1) / 2)
      ])
      standing.score =
        standing.score
        + Score(
          wins: value > 0 ? 1 : 0, draws: value == 0 ? 1 : 0, losses: value < 0 ? 1 : 0)
      self[account: account].standings[game] = standing
      self[account: account].tables.removeAll { $0 == id }
    }
  }

  // MARK: Time

  /// Sees to it that the table is looked at when its clock runs out or a player was away too long.
  mutating func schedule(_ id: Int) {
    guard let table = tables[id] else { return }
    var due = table.clock.deadline
    for account in table.seats {
      guard let since = self[account: account].awaySince else { continue }
      let limit = since + settings.awayLimit
      due = min(due ?? limit, limit)
    }
    if let since = table.botWaitsSince {
      let limit = since + settings.botWaitLimit
      due = min(due ?? limit, limit)
    }
    guard let due, table.scheduled.map({ due < $0 }) ?? true else { return }
    tables[id]?.scheduled = due
    deadlines.insert(id, at: due)
  }

  /// Ends the game if somebody's time is up, and plans the next look if not.
  mutating func checkDeadline(of id: Int, at now: Duration) {
    guard let table = tables[id] else { return }
    tables[id]?.scheduled = nil
    if let seat = table.session.turn, table.clock.isOver(at: now) {
      let outcome = Outcome(winner: seat.opponent, reason: "\(seat.name) ran out of time")
      return finish(id, outcome, .time, at: now)
    }
    if let since = table.botWaitsSince, now > since + settings.botWaitLimit,
      let seat = table.session.turn
    {
      let outcome = Outcome(winner: seat.opponent, reason: "\(seat.name) found no time to think")
      return finish(id, outcome, .abandonment, at: now)
    }
    let away = Seat.allCases.compactMap { seat in
      self[account: table.seats[seat.rawValue]].awaySince.map { (seat: seat, since: $0) }
    }
    if let first = away.min(by: { $0.since < $1.since }), now > first.since + settings.awayLimit {
      let outcome = Outcome(winner: first.seat.opponent, reason: "\(first.seat.name) left")
      return finish(id, outcome, .abandonment, at: now)
    }
    schedule(id)
  }

  /// Everybody who hears of the game: the players who are here, then the watchers.
  func audience(of id: Int) -> [ClientID] {
    guard let table = tables[id] else { return [] }
    var audience: [ClientID] = []
    audience.reserveCapacity(2 + table.watchers.count)
    for account in table.seats {
      if let client = self[account: account].client { audience.append(client) }
    }
    audience.append(contentsOf: table.watchers)
    return audience
  }

  func noTable(_ id: Int) -> WireError {
    WireError(.noSuchTable, "there is no running game at table \(id)")
  }
}
