import ArenaCore
import Match
import Wire

/// How games end: by the rules or a player's doing with a result, or aborted without one.
extension Lobby {
  /// Closes the table, rates the players and sends the result to the audience.
  mutating func finish(
    _ id: Int, _ outcome: Outcome, _ cause: GameRecord.Cause, at now: Duration
  ) {
    let audience = audience(of: id)
    guard let table = close(id) else { return }
    record(.end(table: id, outcome: outcome, cause: cause))
    outbox.send(
      "result \(id) \(outcome.winner?.name ?? "draw") \(cause.rawValue) \(outcome.reason)",
      to: audience)
    rate(table.seats, in: table.terms.game, outcome)
    for account in table.seats {
      guard let standing = accounts[account]?.standings[table.terms.game] else { continue }
      outbox.send(
        "rating \(table.terms.game) \(name(of: account)) \(standing.text)", to: audience)
    }
    leaveTable(table)
  }

  /// Closes the table without a result: nobody is rated.
  mutating func abort(_ id: Int, _ reason: String) {
    let audience = audience(of: id)
    guard let table = close(id) else { return }
    record(.abort(table: id, reason: reason))
    outbox.send("result \(id) none aborted \(reason)", to: audience)
    leaveTable(table)
  }

  private mutating func leaveTable(_ table: LiveTable) {
    if table.seats.contains(where: { accounts[$0]?.bot != nil }) { endedBotTables.append(table.id) }
    for account in table.seats { forgetIfEmpty(account) }
  }

  /// Takes the table away, with all that refers to it.
  @discardableResult
  mutating func close(_ id: Int) -> LiveTable? {
    readmit(id, evenAlone: true)
    guard let table = tables.removeValue(forKey: id) else { return nil }
    for client in table.watchers { clients[client]?.watched.removeAll { $0 == id } }
    for account in table.seats { accounts[account]?.tables.removeAll { $0 == id } }
    return table
  }

  /// Counts a game for the ratings of both its players.
  mutating func rate(_ seats: [AccountID], in game: String, _ outcome: Outcome) {
    let before = seats.map { accounts[$0]?.standings[game]?.rating ?? Glicko2() }
    for seat in Seat.allCases {
      accounts[seats[seat.rawValue]]?.standings[game, default: Standing()]
        .add(outcome.value(for: seat), against: before[seat.opponent.rawValue])
    }
  }

  // MARK: Time

  /// Starts a clock that stands, unless the game waits for the player to move.
  ///
  /// Time runs for who is here, and for who left a game while the other side stays; not for a bot
  /// that still waits to think.
  mutating func runClock(of id: Int, at now: Duration) {
    guard let table = tables[id], let seat = table.session.turn, table.clock.deadline == nil,
      table.botWaitsSince == nil
    else { return }
    if isHere(seat, at: table) || table.adjournedSince == nil && isHere(seat.opponent, at: table) {
      tables[id]?.clock.start(seat, at: now)
    }
  }

  /// A player of the table left: with nobody there the clock stands.
  mutating func interrupt(_ id: Int) {
    guard let table = tables[id] else { return }
    if !Seat.allCases.contains(where: { isHere($0, at: table) }) { tables[id]?.clock.halt() }
    schedule(id)
  }

  /// Sees to it that the table is looked at when its clock runs out or a player was away too long.
  mutating func schedule(_ id: Int) {
    guard let table = tables[id] else { return }
    var due = table.clock.deadline
    for account in table.adjournedSince == nil ? table.seats : [] {
      guard let since = accounts[account]?.awaySince else { continue }
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
    let away = Seat.allCases.filter { !isHere($0, at: table) }
    let isTooLate = away.contains { seat in
      accounts[table.seats[seat.rawValue]]?.awaySince.map { now > $0 + settings.awayLimit } ?? false
    }
    if table.adjournedSince == nil, isTooLate {
      guard away.count == 1 else { return adjourn(id, at: now) }
      let outcome = Outcome(winner: away[0].opponent, reason: "\(away[0].name) left")
      return finish(id, outcome, .abandonment, at: now)
    }
    schedule(id)
  }
}
