/// Names one connection for as long as the server runs.
public struct ClientID: Sendable, Hashable, Comparable {
  public let number: UInt64

  public init(_ number: UInt64) { self.number = number }

  public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

/// Lines waiting to be handed to connections: one buffer of bytes, and who gets which part of it.
///
/// A line that tells of something which must not be lost waits for the journal: `barrier`.
public struct Outbox: Sendable {
  /// One line for one client.
  public struct Delivery: Sendable, Hashable {
    public let client: ClientID
    /// The part of `bytes` to send.
    public let range: Range<Int>
    /// The number of journal entries that must be on the disk before.
    public let barrier: Int
  }

  /// Whole lines, each with its end.
  public var bytes: [UInt8] { text.bytes }
  /// In the order in which they must be sent.
  public private(set) var deliveries: [Delivery] = []
  /// The number of journal entries on which lines depend that are added from now on; 0 for those
  /// that depend on none.
  public var barrier = 0

  /// Where a line is written before `endLine` says whose it is.
  public var text = TextBuffer()
  private var start = 0

  public init() {}

  /// Adds a line without its end for one client.
  public mutating func send(_ line: String, to client: ClientID) {
    text.write(line)
    endLine()
    deliver(to: client)
  }

  /// Adds a line for several clients; its bytes are kept once.
  public mutating func send(_ line: String, to clients: [ClientID]) {
    guard !clients.isEmpty else { return }
    text.write(line)
    endLine()
    for client in clients { deliver(to: client) }
  }

  /// Ends the line that was written to `text`.
  public mutating func endLine() {
    text.write(byte: UInt8(ascii: "\n"))
    line = start..<text.count
    start = text.count
  }

  /// Gives the line that ended last to a client.
  public mutating func deliver(to client: ClientID) {
    deliveries.append(Delivery(client: client, range: line, barrier: barrier))
  }

  private var line = 0..<0

  /// Forgets the lines, keeping the memory.
  public mutating func removeAll() {
    text.removeAll(keeping: 1 << 20)
    start = 0
    deliveries.removeAll(keepingCapacity: true)
  }
}
