import Lobby
import Wire

/// The end of each turn of the loop: commit, deliver, send.
extension Server {
  /// Makes everything that the lobby decided durable and known.
  func settle(at now: Duration) throws(ServerError) {
    repeat {
      try commitJournal()
      deliver(at: now)
      flush(at: now)
      // Others may hear of their leaving: offers lapse.
      for connection in takeClosing() { lobby.disconnect(connection.client, at: now) }
    } while !lobby.outbox.deliveries.isEmpty || !lobby.journal.isEmpty || !dirty.isEmpty
    for table in lobby.endedBotTables { pool.forget(table) }
    lobby.endedBotTables.removeAll(keepingCapacity: true)
    for turn in lobby.botTurns { pool.think(turn) }
    lobby.botTurns.removeAll(keepingCapacity: true)
  }

  private func commitJournal() throws(ServerError) {
    guard !lobby.journal.isEmpty else { return }
    try journal?.commit(lobby.journal)
    lobby.journal.removeAll(keepingCapacity: true)
  }

  /// Moves the lobby's lines to the connections they are for.
  private func deliver(at now: Duration) {
    for delivery in lobby.outbox.deliveries {
      guard let connection = connection(of: delivery.client), !connection.isBroken else {
        continue
      }
      connection.append(lobby.outbox.bytes[delivery.range], at: now)
      markDirty(connection)
      if connection.waiting > configuration.outputLimit {
        configuration.log("client \(connection.client.number) does not read: dropped")
        beginClosing(connection, isBroken: true)
      }
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
  private func flush(at now: Duration) {
    // By index: a connection whose interest cannot be changed is added while this runs.
    var index = 0
    while index < dirty.count {
      let connection = dirty[index]
      index += 1
      connection.isDirty = false
      connection.flush(at: now)
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

  /// Sends away who is idle or does not read, about once a second.
  func sweep(at now: Duration) {
    nextSweep = now + .seconds(1)
    for case let connection? in connections {
      if connection.waiting > 0 && now - connection.lastProgress > configuration.stallLimit {
        beginClosing(connection, isBroken: true)
      } else if !connection.isLeaving && now - connection.lastInput > configuration.idleLimit {
        lobby.outbox.send("bye you said nothing for too long", to: connection.client)
        lobby.departures.append(connection.client)
      }
    }
  }

  /// Says `bye` to everybody, as far as their sockets take it at once, and lets them go.
  func sayGoodbye() {
    let now = self.now
    let line = Array("bye the server stops\n".utf8)
    for case let connection? in connections {
      connection.append(line[...], at: now)
      connection.flush(at: now)
    }
    connections.removeAll()
    clientCount = 0
    clientsByAddress.removeAll()
  }
}
