import Lobby
import Wire

/// The end of each turn of the loop: hand entries over, deliver, send.
extension Server {
  /// Makes everything that the lobby decided known, as far as it is durable.
  func settle() {
    release()
    runErrands()
    obeyOrders()
    repeat {
      handOverEntries()
      deliver()
      flush()
      // Others may hear of their leaving: offers lapse.
      for connection in takeClosing() {
        lobby.disconnect(connection.client, at: clock.now)
        if connection.hasTask { errands.tasks.add(.forget(connection.client)) }
      }
    } while !lobby.outbox.deliveries.isEmpty || !lobby.journal.isEmpty || !dirty.isEmpty
    for turn in lobby.botTurns { pool.think(turn) }
    lobby.botTurns.removeAll(keepingCapacity: true)
    // Behind the turns: a game may have begun and ended since the last time.
    for table in lobby.endedBotTables { pool.forget(table) }
    lobby.endedBotTables.removeAll(keepingCapacity: true)
    for check in lobby.passwordChecks { passwords.run(check) }
    lobby.passwordChecks.removeAll(keepingCapacity: true)
    // The lines have left: now the time of those runs who got them.
    if !lobby.clockStarts.isEmpty {
      look()
      lobby.startClocks(through: durable, at: clock.now)
    }
  }

  /// Moves the lobby's lines to the connections they are for.
  private func deliver() {
    let durable = durable
    for delivery in lobby.outbox.deliveries {
      guard let connection = connection(of: delivery.client), !connection.isBroken else {
        continue
      }
      let barrier = delivery.barrier <= durable ? 0 : delivery.barrier
      let isHeld = connection.append(
        lobby.outbox.text.bytes[delivery.range], behind: barrier, at: clock.now)
      if isHeld { held.append((barrier: barrier, connection: connection)) }
      markDirty(connection)
      guard
        connection.waiting > configuration.outputLimit
          || connection.load.waiting > configuration.outputPerAddress
      else { continue }
      tally.note("clients that do not read were dropped")
      beginClosing(connection, isBroken: true)
    }
    lobby.outbox.removeAll()
    for client in lobby.departures {
      if let connection = connection(of: client) { beginClosing(connection, isBroken: false) }
    }
    lobby.departures.removeAll(keepingCapacity: true)
  }

  private func takeClosing() -> [Connection] {
    defer { closing.removeAll(keepingCapacity: true) }
    return closing
  }

  /// One send for every connection that has something new.
  private func flush() {
    // By index: a connection whose interest cannot be changed is added while this runs.
    var index = 0
    while index < dirty.count {
      let connection = dirty[index]
      index += 1
      connection.isDirty = false
      connection.flush(at: clock.now)
      if connection.isBroken && !connection.isLeaving { beginClosing(connection, isBroken: true) }
      if connection.isLeaving && (connection.isBroken || connection.waiting == 0) {
        remove(connection)
        continue
      }
      updateInterest(of: connection)
      if connection.waiting == 0 && !connection.pending.isEmpty { markDelayed(connection) }
    }
    dirty.removeAll(keepingCapacity: true)
  }

  /// Sends away who is idle, nameless or does not read, about once a second.
  func sweep() {
    let now = clock.now
    nextSweep = now + .seconds(1)
    for case let connection? in connections {
      if connection.sendable > 0 && now - connection.lastProgress > configuration.stallLimit {
        tally.note("clients that took nothing were dropped")
        beginClosing(connection, isBroken: true)
      } else if !connection.isLeaving {
        let limit =
          lobby.isKnown(connection.client)
          ? configuration.idleLimit : min(configuration.loginLimit, configuration.idleLimit)
        if lobby.isIdle(connection.client, since: now - limit) {
          lobby.dismiss(connection.client, "you said nothing for too long")
        }
      }
    }
    for line in tally.report(at: now) { configuration.log(line) }
  }

  /// Says `bye` to everybody, as far as their sockets take it at once, and lets them go.
  func sayGoodbye() {
    let line = Array("bye the server stops\n".utf8)
    for case let connection? in connections {
      _ = connection.append(line[...], behind: 0, at: clock.now)
      connection.flush(at: clock.now)
    }
    connections.removeAll()
    clientCount = 0
    loads.removeAll()
  }
}
