import ArenaCore
import Match
import Wire

/// Lines for clients: answers to what they asked, and events that they did not ask for, each in the
/// version of the protocol that the client speaks.
extension Lobby {
  /// Sends one line of an answer, behind the tag of the request if it has one.
  mutating func answer(_ line: String, to client: ClientID) {
    if !tag.isEmpty { outbox.text.write(tag) }
    outbox.send(line, to: client)
  }

  /// Answers what the next entry of the journal makes true: the line leaves when that is kept.
  mutating func promise(_ line: String, to client: ClientID) {
    outbox.barrier = recorded + 1
    answer(line, to: client)
  }

  func version(of client: ClientID) -> ProtocolVersion { clients[client]?.version ?? .first }

  /// Tells several clients of an event.
  mutating func tell(_ event: WireEvent, to listeners: [ClientID]) {
    guard newerClients > 0 else {
      if let former = event.former { outbox.send(former, to: listeners) }
      return
    }
    let (older, newer) = versions(of: listeners)
    outbox.send(event.line, to: newer)
    if let former = event.former { outbox.send(former, to: older) }
  }

  /// Tells one client, if it is there.
  mutating func tell(_ event: WireEvent, to listener: ClientID?) {
    if let listener { tell(event, to: [listener]) }
  }

  /// Those of the clients that speak the first version, and those that speak a later one.
  func versions(of listeners: [ClientID]) -> (older: [ClientID], newer: [ClientID]) {
    guard newerClients > 0 else { return (listeners, []) }
    var (older, newer): ([ClientID], [ClientID]) = ([], [])
    for client in listeners {
      if version(of: client) == .first { older.append(client) } else { newer.append(client) }
    }
    return (older, newer)
  }

  // MARK: Where a game stands

  /// Announces a game that begins to a client that plays or follows it.
  ///
  /// - Parameter offer: the one that it came of; nil for a game that goes on.
  mutating func announce(
    _ table: LiveTable, of offer: Int?, as role: String, to client: ClientID
  ) {
    let names = names(at: table)
    if let offer {
      tell(.start(table.id, offer: offer, table.terms, names: names, role: role), to: client)
    } else {
      tell(.resume(table.id, table.terms, names: names, role: role), to: client)
    }
  }

  /// Tells a client where a game stands that goes on.
  mutating func tellPosition(of table: LiveTable, to client: ClientID, at now: Duration) {
    tell(
      .position(
        table.id, stateText(of: table, in: .second, at: now),
        former: stateText(of: table, in: .first, at: now)), to: client)
    if boardClients > 0 { showBoard(of: table, to: [client]) }
  }

  /// What stands behind `state TABLE`: `PLY TURN [TIME] MS MS MOVE ...`.
  func stateText(
    of table: LiveTable, in version: ProtocolVersion, at now: Duration
  ) -> String {
    let time = version == .first ? [] : [timeText(of: table)]
    return
      (["\(table.game.ply) \(table.turnText)"] + time + [table.clockText(at: now)]
      + table.session.moves).joined(separator: " ")
  }

  /// Whether the time of the seat to move runs: `runs`, `stands`, or `none` without a clock.
  func timeText(of table: LiveTable) -> String {
    guard table.isTimed else { return "none" }
    guard !isSuspended else { return "stands" }
    // A clock that starts as soon as a line has left counts as running.
    let isWaiting =
      table.adjournedSince != nil || table.botWaitsSince != nil
      || !Seat.allCases.contains { isHere($0, at: table) }
    return table.clock.deadline == nil && isWaiting ? "stands" : "runs"
  }

  /// Tells the audience that time began to run, or stands, for another reason than a move.
  mutating func tellClock(of table: LiveTable, except client: ClientID? = nil, at now: Duration) {
    guard newerClients > 0, table.isTimed else { return }
    tell(
      .clock(table.id, time: timeText(of: table), table.clockText(at: now)),
      to: audience(of: table).filter { $0 != client })
  }

  /// The server began to refuse moves, or to take them again: clocks stand meanwhile.
  public mutating func tellOfSuspension(at now: Duration) {
    guard newerClients > 0 else { return }
    // Said at once: where the disk fails, what waits for it waits for long.
    independently { lobby in
      for id in lobby.running.numbers {
        if let table = lobby.tables[id] { lobby.tellClock(of: table, at: now) }
      }
    }
  }

  // MARK: Boards

  /// Shows the board to those of the clients who want it after each move.
  mutating func showBoard(of table: LiveTable, to listeners: [ClientID]) {
    let viewers = listeners.filter {
      clients[$0]?.wantsBoards == true && version(of: $0) > .first
    }
    guard !viewers.isEmpty else { return }
    for line in table.session.diagram.split(separator: "\n", omittingEmptySubsequences: false) {
      outbox.send(WireEvent.diagram(table.id, String(line)).line, to: viewers)
    }
  }
}
