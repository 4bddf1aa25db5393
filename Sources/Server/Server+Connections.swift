import Glibc
import Lobby
import Wire

extension Server {
  /// Takes every connection that waits.
  func accept() throws(ServerError) {
    let now = clock.now
    while true {
      switch listener.accept() {
      case .none: return
      case .exhausted:
        // The connection stays in the kernel's queue: look again when descriptors may be free.
        tally.note("times no descriptor was left for a new client")
        acceptPause = now + .milliseconds(200)
        return try poller.change(listener.descriptor, read: false, write: false)
      case .connection(let descriptor, let address):
        admit(descriptor, from: address)
      }
    }
  }

  /// Makes a descriptor, which neither waits nor passes to other programs, a client's.
  func admit(_ descriptor: Int32, from address: ClientAddress) {
    let now = clock.now
    guard lobby.admits(address) else {
      tally.note("clients that are banned were refused")
      close(descriptor)
      return
    }
    let load = loads[address] ?? AddressLoad()
    let fromThere = load.clients
    guard clientCount < configuration.clientLimit, fromThere < configuration.clientsPerAddress
    else {
      let refusal =
        clientCount < configuration.clientLimit
        ? WireError(
          .tooMany, "there are \(fromThere) clients from your address already: try again later")
        : WireError(.serverFull, "there are \(clientCount) clients already: try again later")
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
    let connection = Connection(descriptor, client, from: address, load, at: now)
    while connections.count <= Int(descriptor) { connections.append(nil) }
    connections[Int(descriptor)] = connection
    clientCount += 1
    connected += 1
    loads[address] = load
    load.clients += 1
    lobby.connect(client, from: address, at: now)
  }

  func connection(of client: ClientID) -> Connection? {
    let index = Int(client.number & 0xff_ffff)
    guard index < connections.count, let connection = connections[index],
      connection.client == client
    else { return nil }
    return connection
  }

  /// Reads and writes what a connection is ready for.
  ///
  /// - Parameter now: when what it says may have come at the earliest.
  func serve(_ readiness: Poller.Readiness, at now: Duration) {
    guard let connection = connections[Int(readiness.descriptor)] else { return }
    if readiness.canWrite { markDirty(connection) }
    guard readiness.canRead else { return }
    guard connection.watchesRead else {
      // Only a failure comes here: reading is not asked for while input is kept back, and not any
      // more of a client that is leaving.
      return beginClosing(connection, isBroken: true)
    }
    let count = recv(connection.descriptor, &scratch, scratch.count, Int32(MSG_DONTWAIT))
    switch count {
    case 1...:
      let bytes = scratch  // borrowed for this call: shared, not copied
      read(bytes.span.extracting(..<count), from: connection, at: now)
    case 0: beginClosing(connection, isBroken: false)
    default:
      if errno != EAGAIN && errno != EINTR { beginClosing(connection, isBroken: true) }
    }
  }

  /// Lines of one client that are answered in a turn: others' moves do not wait for more.
  private static let linesPerTurn = 64
  /// How long a turn goes on with input that was kept back.
  private static let delayedTime = Duration.milliseconds(5)

  /// Lets the lobby answer the lines in `bytes`, until they or the answers are enough for one turn:
  /// the rest is kept back until these are sent, and so is the client's further input.
  private func read(_ bytes: Span<UInt8>, from connection: Connection, at now: Duration) {
    var (position, lines) = (0, 0)
    let mark = lobby.outbox.text.count
    let (checks, errands) = (lobby.passwordChecks.count, lobby.errands.count)
    while let event = connection.conversation.next(in: bytes, at: &position) {
      lobby.handle(event, from: connection.client, at: now)
      if lobby.passwordChecks.count > checks || lobby.errands.count > errands {
        // The answer comes later, and what it says next is heard after that.
        connection.isWaiting = true
        markDirty(connection)
        connection.errands = lobby.errands.count - errands
        connection.hasTask = true
        guard case .step = event, connection.errands < stepsTogether(of: connection),
          connection.conversation.continuesWithStep(in: bytes, at: position)
        else { break }
        continue
      }
      lines += 1
      guard lines < Self.linesPerTurn, lobby.outbox.text.count - mark < 32 * 1024 else { break }
    }
    guard position < bytes.count, !connection.isLeaving else { return }
    connection.pending = bytes.extracting(position..<bytes.count).withUnsafeBufferPointer {
      Array($0)
    }
    markDelayed(connection)
    markDirty(connection)
  }

  /// A password was checked: the client hears of it and goes on.
  func answer(_ result: PasswordThread.Result) {
    lobby.resolve(result.check, result.verdict, at: clock.now)
    let client = result.check.client
    if let connection = connection(of: client), !lobby.isWaiting(client) { goOn(connection) }
  }

  func markDelayed(_ connection: Connection) {
    guard !connection.isDelayed else { return }
    connection.isDelayed = true
    delayed.append(connection)
  }

  /// Goes on with clients whose input was kept back, once they have taken their answers.
  func serveDelayed() {
    guard !delayed.isEmpty else { return }
    let candidates = delayed
    delayed.removeAll(keepingCapacity: true)
    let begin = uptime
    for (index, connection) in candidates.enumerated() {
      if index > 0, uptime - begin > Self.delayedTime {
        // First in the next turn.
        delayed = Array(candidates[index...]) + delayed
        break
      }
      connection.isDelayed = false
      // While output is on the way it waits; `flush` puts it back here.
      guard !connection.isLeaving, connection.waiting == 0, !connection.isWaiting else { continue }
      let bytes = connection.pending
      connection.pending = []
      read(bytes.span, from: connection, at: clock.now)
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
    let read = connection.pending.isEmpty && !connection.isLeaving && !connection.isWaiting
    let write = connection.sendable > 0
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
    connection.load.clients -= 1
    if connection.load.clients == 0 { loads[connection.address] = nil }
  }
}
