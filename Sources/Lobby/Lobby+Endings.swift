import ArenaCore
import Match
import Wire

/// How games end: by the rules or a player's doing with a result, or aborted without one.
extension Lobby {
  /// Closes the table, rates the players and sends the result to the audience.
  mutating func finish(
    _ id: Int, _ outcome: Outcome, _ cause: GameRecord.Cause, at now: Duration
  ) {
    guard let table = tables[id] else { return }
    let audience = audience(of: table)
    close(id)
    counts.gamesFinished += 1
    record(.end(table: id, outcome: outcome, cause: cause))
    keep(table, outcome, cause)
    tell(.result(id, outcome, cause), to: audience)
    rate(table.players, in: table.terms.game, outcome)
    for player in table.players {
      guard let standing = player.standings[table.terms.game] else { continue }
      tell(.rated(table.terms.game, player.name, standing.text), to: audience)
    }
    leaveTable(table)
  }

  /// Closes the table without a result: nobody is rated.
  mutating func abort(_ id: Int, _ reason: String) {
    guard let table = tables[id] else { return }
    let audience = audience(of: table)
    close(id)
    record(.abort(table: id, reason: reason))
    tell(.aborted(id, reason), to: audience)
    leaveTable(table)
  }

  /// Keeps a game that ended: among the last ones, and for the file of all.
  mutating func keep(_ table: LiveTable, _ outcome: Outcome, _ cause: GameRecord.Cause) {
    let record = GameRecord(
      game: table.terms.game, options: table.terms.options, first: table.players[0].name,
      second: table.players[1].name, moves: table.game.actions.map { table.game.notation(of: $0) },
      outcome: outcome, cause: cause)
    var line = TextBuffer()
    line.write(record.line(table: table.id))
    line.write(byte: UInt8(ascii: "\n"))
    if keepsJournal { finishedGames.write(line) }
    if finished.count == 2 * Self.finishedLimit { finished.removeFirst(Self.finishedLimit) }
    finished.append(
      FinishedGame(
        table: table.id, terms: table.terms, seats: table.seats,
        names: table.players.map(\.name), line: line.bytes))
  }

  /// So many of the last games at least are at hand.
  private static var finishedLimit: Int { 128 }

  /// Refuses an illegal move where the players agreed on how many lose.
  mutating func countIllegalMove(
    _ refusal: WireError, _ limit: Int, at place: TableSeat, from client: ClientID,
    _ now: Duration
  ) {
    let (table, seat) = (place.table, place.seat)
    table.illegalMoves[seat.rawValue] += 1
    answer(refusal.line(in: version(of: client)), to: client)
    guard table.illegalMoves[seat.rawValue] >= limit else { return }
    let reason = "\(seat.name) tried \(limit) illegal move\(limit == 1 ? "" : "s")"
    finish(table.id, Outcome(winner: seat.opponent, reason: reason), .illegalMove, at: now)
  }

  /// How a game ends in which so many moves were played as its players agreed on.
  static func outcome(ofCap cap: Int) -> Outcome {
    Outcome(winner: nil, reason: cap == 1 ? "1 move was played" : "\(cap) moves were played")
  }

  private mutating func leaveTable(_ table: LiveTable) {
    if table.players.contains(where: { $0.bot != nil }) { endedBotTables.append(table.id) }
    for player in table.players { forgetIfEmpty(player) }
  }

  /// Takes the table away, with all that refers to it.
  @discardableResult
  mutating func close(_ id: Int) -> LiveTable? {
    readmit(id, evenAlone: true)
    guard let table = tables.removeValue(forKey: id) else { return nil }
    running.remove(id)
    for client in table.watchers { clients[client]?.watched.removeAll { $0 == id } }
    for player in table.players { player.tables.removeAll { $0 == id } }
    for address in table.addresses { use(of: address)?.tables -= 1 }
    return table
  }

  /// Counts a game for the ratings of both its players.
  mutating func rate(_ players: [Account], in game: String, _ outcome: Outcome) {
    let before = players.map { $0.standings[game]?.rating ?? Glicko2() }
    for (seat, player) in zip(Seat.allCases, players) {
      var standing = player.standings[game] ?? Standing()
      standing.add(outcome.value(for: seat), against: before[seat.opponent.rawValue])
      setStanding(standing, of: player, in: game)
    }
  }

  /// Replaces a standing, also in the ranking.
  mutating func setStanding(_ standing: Standing, of player: Account, in game: String) {
    var ranking = Ranking()
    if let old = player.standings.updateValue(standing, forKey: game) {
      swap(&ranking, &rankings[game, default: Ranking()])
      ranking.remove(place(of: player, old))
    } else {
      swap(&ranking, &rankings[game, default: Ranking()])
    }
    ranking.insert(place(of: player, standing))
    rankings[game] = ranking
  }

  // MARK: Time

  /// Starts a clock that stands, unless the game waits for the player to move.
  ///
  /// Time runs for who is here, and for who left a game while the other side stays; not for a bot
  /// that still waits to think.
  func runClock(of table: LiveTable, at now: Duration) {
    guard table.isTimed, let seat = table.game.turn,
      table.clock.deadline == nil, table.botWaitsSince == nil
    else { return }
    if isHere(seat, at: table) || table.adjournedSince == nil && isHere(seat.opponent, at: table) {
      table.clock.start(seat, at: now)
    }
  }

  /// A player of the table left: with nobody there the clock stands.
  mutating func interrupt(_ id: Int, at now: Duration) {
    guard let table = tables[id] else { return }
    if !Seat.allCases.contains(where: { isHere($0, at: table) }) {
      // Nothing is lost with a game that no move was made in, and guests' names are free again.
      guard table.game.ply > 0 || table.players.contains(where: { $0.kind != .guest }) else {
        return abort(id, "both left before a move")
      }
      table.clock.halt()
      tellClock(of: table, at: now)
    }
    schedule(table)
  }

  /// Sees to it that the table is looked at when its clock runs out or a player was away too long.
  mutating func schedule(_ table: LiveTable) {
    var due = table.clock.deadline
    for player in table.players where table.adjournedSince == nil {
      guard let since = player.awaySince else { continue }
      let limit = since + settings.awayLimit
      due = min(due ?? limit, limit)
    }
    if let since = table.botWaitsSince {
      let limit = since + settings.botWaitLimit
      due = min(due ?? limit, limit)
    }
    guard let due, table.scheduled.map({ due < $0 }) ?? true else { return }
    table.scheduled = due
    deadlines.insert(table.id, at: due)
    // Tables that closed leave their moments behind.
    guard deadlines.count > 2 * tables.count + 1000 else { return }
    deadlines.replace(
      with: tables.values.compactMap { table in
        table.scheduled.map { (time: $0, table: table.id) }
      })
  }

  /// Ends the game if somebody's time is up, and plans the next look if not.
  mutating func checkDeadline(of id: Int, at now: Duration) {
    guard let table = tables[id] else { return }
    table.scheduled = nil
    if let seat = table.game.turn, table.clock.isOver(at: now) {
      let outcome = Outcome(winner: seat.opponent, reason: "\(seat.name) ran out of time")
      return finish(id, outcome, .time, at: now)
    }
    if let since = table.botWaitsSince, now > since + settings.botWaitLimit,
      let seat = table.game.turn
    {
      let outcome = Outcome(winner: seat.opponent, reason: "\(seat.name) found no time to think")
      return finish(id, outcome, .abandonment, at: now)
    }
    let away = Seat.allCases.filter { !isHere($0, at: table) }
    let isTooLate = away.contains { seat in
      table.player(at: seat).awaySince.map { now > $0 + settings.awayLimit } ?? false
    }
    if table.adjournedSince == nil, isTooLate {
      guard away.count == 1 else { return adjourn(id, at: now) }
      let outcome = Outcome(winner: away[0].opponent, reason: "\(away[0].name) left")
      return finish(id, outcome, .abandonment, at: now)
    }
    schedule(table)
  }
}
