/// Names one connection for as long as the server runs.
public struct ClientID: Sendable, Hashable, Comparable {
  public let number: UInt64

  public init(_ number: UInt64) { self.number = number }

  public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

/// Lines waiting to be handed to connections: one buffer of bytes, and who gets which part of it.
public struct Outbox: Sendable {
  /// One line, or several, for one client.
  public struct Delivery: Sendable, Hashable {
    public let client: ClientID
    /// The part of `bytes` to send.
    public let range: Range<Int>
  }

  /// Whole lines, each with its end.
  public private(set) var bytes: [UInt8] = []
  /// In the order in which they must be sent.
  public private(set) var deliveries: [Delivery] = []

  public init() {}

  /// Adds a line without its end for one client.
  public mutating func send(_ line: String, to client: ClientID) {
    let start = append(line)
    deliveries.append(Delivery(client: client, range: start..<bytes.count))
  }

  /// Adds a line for several clients; its bytes are kept once.
  public mutating func send(_ line: String, to clients: [ClientID]) {
    guard !clients.isEmpty else { return }
    let start = append(line)
    for client in clients {
      deliveries.append(Delivery(client: client, range: start..<bytes.count))
    }
  }

  /// Forgets everything, keeping the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    deliveries.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ line: String) -> Int {
    let start = bytes.count
    bytes.append(contentsOf: line.utf8)
    bytes.append(UInt8(ascii: "\n"))
    return start
  }
}
