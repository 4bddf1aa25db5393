import Glibc
import Lobby
import Wire

extension Server {
  /// Takes every connection that waits.
  func accept(at now: Duration) throws(ServerError) {
    while true {
      switch listener.accept() {
      case .none: return
      case .exhausted:
        // The connection stays in the kernel's queue: look again when descriptors may be free.
        configuration.log("out of descriptors: new clients wait")
        acceptPause = now + .milliseconds(200)
        return try poller.change(listener.descriptor, read: false, write: false)
      case .connection(let descriptor, let address):
        admit(descriptor, from: address, at: now)
      }
    }
  }

  private func admit(_ descriptor: Int32, from address: UInt32, at now: Duration) {
    let fromThere = clientsByAddress[address, default: 0]
    guard clientCount < configuration.clientLimit, fromThere < configuration.clientsPerAddress
    else {
      let refusal =
        clientCount < configuration.clientLimit
        ? WireError(.tooMany, "there are \(fromThere) clients from your address already")
        : WireError(.serverFull, "there are \(clientCount) clients already")
      let line = Array((refusal.description + "\n").utf8)
      _ = send(descriptor, line, line.count, Int32(MSG_NOSIGNAL))
      close(descriptor)
      return
    }
    do { try poller.add(descriptor) } catch {
      configuration.log(error.description)
      close(descriptor)
      return
    }
    lastSerial += 1
    // The descriptor in the low bits finds the connection; the serial number makes it unique.
    let client = ClientID(lastSerial << 24 | UInt64(descriptor))
    let connection = Connection(descriptor, client, from: address, at: now)
    while connections.count <= Int(descriptor) { connections.append(nil) }
    connections[Int(descriptor)] = connection
    clientCount += 1
    clientsByAddress[address] = fromThere + 1
    lobby.connect(client)
  }

  func connection(of client: ClientID) -> Connection? {
    let index = Int(client.number & 0xff_ffff)
    guard index < connections.count, let connection = connections[index],
      connection.client == client
    else { return nil }
    return connection
  }

  /// Reads and writes what a connection is ready for.
  func serve(_ readiness: Poller.Readiness, at now: Duration) {
    guard let connection = connections[Int(readiness.descriptor)] else { return }
    if readiness.canWrite { markDirty(connection) }
    guard readiness.canRead else { return }
    guard !connection.isLeaving else {
      // Nothing it says counts any more, but a reset must not keep the poller awake.
      drain(connection)
      return
    }
    guard connection.pending.isEmpty else {
      // Only a failure comes here: reading is not asked for while input is kept back.
      return beginClosing(connection, isBroken: true)
    }
    let count = recv(connection.descriptor, &scratch, scratch.count, Int32(MSG_DONTWAIT))
    switch count {
    case 1...:
      connection.lastInput = now
      let bytes = scratch  // borrowed for this call: shared, not copied
      read(bytes.span.extracting(..<count), from: connection, at: now)
    case 0: beginClosing(connection, isBroken: false)
    default:
      if errno != EAGAIN && errno != EINTR { beginClosing(connection, isBroken: true) }
    }
  }

  private func drain(_ connection: Connection) {
    let count = recv(connection.descriptor, &scratch, scratch.count, Int32(MSG_DONTWAIT))
    if count <= 0 && errno != EAGAIN { beginClosing(connection, isBroken: true) }
  }

  /// Lets the lobby answer the lines in `bytes`, until the answers are long enough for one turn: the
  /// rest is kept back until they are sent, and so is the client's further input.
  private func read(_ bytes: Span<UInt8>, from connection: Connection, at now: Duration) {
    var position = 0
    let mark = lobby.outbox.bytes.count
    while let event = connection.conversation.next(in: bytes, at: &position) {
      lobby.handle(event, from: connection.client, at: now)
      guard lobby.outbox.bytes.count - mark < 32 * 1024 else { break }
    }
    guard position < bytes.count, !connection.isLeaving else { return }
    connection.pending = (position..<bytes.count).map { bytes[$0] }
    markDelayed(connection)
  }

  func markDelayed(_ connection: Connection) {
    guard !connection.isDelayed else { return }
    connection.isDelayed = true
    delayed.append(connection)
  }

  /// Goes on with clients whose input was kept back, once they have taken their answers.
  func serveDelayed(at now: Duration) {
    guard !delayed.isEmpty else { return }
    let candidates = delayed
    delayed.removeAll(keepingCapacity: true)
    for connection in candidates {
      connection.isDelayed = false
      // While output is on the way it waits; `flush` puts it back here.
      guard !connection.isLeaving && connection.waiting == 0 else { continue }
      let bytes = connection.pending
      connection.pending = []
      read(bytes.span, from: connection, at: now)
      updateInterest(of: connection)
    }
  }

  func markDirty(_ connection: Connection) {
    guard !connection.isDirty else { return }
    connection.isDirty = true
    dirty.append(connection)
  }

  /// The client is gone or has to go; what waits for it is still sent unless the socket is broken.
  func beginClosing(_ connection: Connection, isBroken: Bool) {
    if isBroken { connection.isBroken = true }
    if !connection.isLeaving {
      connection.isLeaving = true
      connection.pending = []
      closing.append(connection)
    }
    markDirty(connection)
  }

  /// Has the poller watch for what the connection waits for, if that has changed.
  func updateInterest(of connection: Connection) {
    let read = connection.pending.isEmpty
    let write = connection.waiting > 0
    guard read != connection.watchesRead || write != connection.watchesWrite else { return }
    connection.watchesRead = read
    connection.watchesWrite = write
    do { try poller.change(connection.descriptor, read: read, write: write) } catch {
      beginClosing(connection, isBroken: true)
    }
  }

  /// Forgets a connection; its socket closes with the last reference.
  func remove(_ connection: Connection) {
    guard connections[Int(connection.descriptor)] === connection else { return }
    connections[Int(connection.descriptor)] = nil
    clientCount -= 1
    let left = clientsByAddress[connection.address, default: 1] - 1
    clientsByAddress[connection.address] = left > 0 ? left : nil
  }
}
