import ArenaCore
import Match

/// Where the pages' spectators stand: it watches each table once, over as few connections as the
/// server's limits allow, and tells all who look.
final class Gallery {
  /// A connection watches so many tables at most; the server lets it watch 64.
  private static let tablesPerClient = 60
  private static let clientLimit = 16
  /// Finished games that are remembered for those who come late.
  private static let memory = 256

  private let loop: EventLoop
  private let directory: GameDirectory
  private let connect: () throws -> WireClient
  private let isHere: (UInt64) -> Bool
  private let send: (ServerSentEvent, UInt64) -> Void
  private var feeds: [Int: TableFeed] = [:]
  private var clients: [(client: WireClient, tables: Set<Int>)] = []

  /// - Parameters:
  ///   - isHere: whether a reader's stream is open.
  ///   - send: sends an event to a reader.
  init(
    _ loop: EventLoop, _ directory: GameDirectory, connect: @escaping () throws -> WireClient,
    isHere: @escaping (UInt64) -> Bool, send: @escaping (ServerSentEvent, UInt64) -> Void
  ) {
    self.loop = loop
    self.directory = directory
    self.connect = connect
    self.isHere = isHere
    self.send = send
  }

  /// Calls `done` with the table as soon as it is known; with nil where the server has none.
  func find(_ id: Int, _ done: @escaping (TableFeed?) -> Void) {
    if let feed = feeds[id], feed.isKnown {
      feed.lastUse = loop.now
      return done(feed)
    }
    if let feed = feeds[id] {
      feed.waiting.append(done)
      return
    }
    guard let client = clientWithRoom(for: id) else { return done(nil) }
    let feed = TableFeed(id, at: loop.now)
    feed.waiting.append(done)
    feeds[id] = feed
    client.send("watch \(id)", list: ["watching", "state"]) { [weak self] answer in
      guard let self else { return }
      for line in answer.lines { take(line.split(separator: " ").map(String.init)) }
      if answer.code != nil || !feed.isKnown { drop(feed) }
      let waiting = feed.waiting
      feed.waiting = []
      for body in waiting { body(feed.isKnown ? feed : nil) }
    }
  }

  /// Tells a reader of events everything about a table from now on.
  func read(_ id: Int, by reader: UInt64) {
    find(id) { [weak self] feed in
      guard let self else { return }
      guard let feed, let snapshot = feed.snapshot(at: loop.now) else {
        return send(ServerSentEvent("gone", ["table": id]), reader)
      }
      // Nobody would take a reader off the list who left before this.
      guard isHere(reader) else { return }
      feed.readers.insert(reader)
      send(ServerSentEvent("table", snapshot), reader)
    }
  }

  func readerLeft(_ reader: UInt64) {
    for feed in feeds.values where feed.readers.remove(reader) != nil { feed.lastUse = loop.now }
  }

  /// Finished games that it saw, latest first.
  var records: [(table: Int, record: GameRecord)] {
    feeds.values.sorted { $0.id > $1.id }.compactMap { feed in
      feed.isFinished ? feed.record.map { (feed.id, $0) } : nil
    }
  }

  var feedCount: Int { feeds.count }

  // MARK: Connections

  private func clientWithRoom(for table: Int) -> WireClient? {
    if let index = clients.firstIndex(where: { $0.tables.count < Self.tablesPerClient }) {
      clients[index].tables.insert(table)
      return clients[index].client
    }
    guard clients.count < Self.clientLimit, let client = try? connect() else { return nil }
    client.onEvent = { [weak self] words, _ in self?.take(words) }
    client.onEnd = { [weak self, weak client] in
      guard let self, let client else { return }
      clientEnded(client)
    }
    clients.append((client, [table]))
    return client
  }

  private func clientEnded(_ client: WireClient) {
    guard let index = clients.firstIndex(where: { $0.client === client }) else { return }
    let tables = clients.remove(at: index).tables
    // Those who look are told to come again, and whoever waits hears that there is nothing.
    for id in tables {
      guard let feed = feeds[id], feed.result == nil else { continue }
      feeds[id] = nil
      for reader in feed.readers { send(ServerSentEvent("gone", ["table": id]), reader) }
    }
  }

  private func take(_ words: [String]) {
    guard words.count > 1, let id = Int(words[1]), let feed = feeds[id],
      let event = feed.take(words, in: directory, at: loop.now)
    else { return }
    for reader in feed.readers { send(event, reader) }
    if feed.result != nil { leaveRoom(of: id) }
  }

  private func leaveRoom(of id: Int) {
    for index in clients.indices { clients[index].tables.remove(id) }
  }

  private func drop(_ feed: TableFeed) {
    if feeds[feed.id] === feed { feeds[feed.id] = nil }
    leaveRoom(of: feed.id)
  }

  /// Signs of life for the server, which sends silent clients away.
  func ping() {
    for (client, _) in clients { client.send("ping") }
  }

  /// Lets go of tables that nobody looks at any more.
  func sweep() {
    for feed in feeds.values where feed.readers.isEmpty && feed.waiting.isEmpty {
      guard feed.result == nil, loop.now - feed.lastUse > .seconds(30) else { continue }
      for (client, tables) in clients where tables.contains(feed.id) {
        client.send("unwatch \(feed.id)")
      }
      drop(feed)
    }
    let over = feeds.values.filter { $0.result != nil && $0.readers.isEmpty }
    for feed in over.sorted(by: { $0.lastUse < $1.lastUse }).dropLast(Self.memory) { drop(feed) }
    for (client, tables) in clients where tables.isEmpty && client.isIdle { client.end() }
  }
}
