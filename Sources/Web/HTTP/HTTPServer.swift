import Dispatch
import Glibc

/// What a site does with a request, on the loop's thread.
protocol HTTPSite: AnyObject {
  func answer(_ request: HTTPRequest, _ exchange: HTTPExchange)
  /// The other side of a stream has gone.
  func streamEnded(_ exchange: UInt64)
}

/// A request's number, by which its answer finds it, and where it came from.
struct HTTPExchange {
  let number: UInt64
  let address: String
}

/// Serves HTTP/1.1 on an event loop: connections, their limits, answers now or later, streams of
/// events.
final class HTTPServer {
  let loop: EventLoop
  let limits: HTTPLimits
  unowned let site: any HTTPSite
  private let listener: HTTPListener
  private var connections: [ObjectIdentifier: HTTPConnection] = [:]
  private var perAddress: [String: Int] = [:]
  private var exchanges: [UInt64: HTTPConnection] = [:]
  private var lastExchange: UInt64 = 0
  private var works: [Work: (queue: DispatchQueue, count: Int)] = [:]
  private(set) var tally = HTTPTally()

  init(
    _ listener: HTTPListener, on loop: EventLoop, limits: HTTPLimits, site: any HTTPSite
  ) throws(WebError) {
    self.listener = listener
    self.loop = loop
    self.limits = limits
    self.site = site
    try loop.add(listener)
    listener.arrived = { [unowned self] in admit($0, from: $1) }
  }

  var connectionCount: Int { connections.count }
  var streamCount: Int { connections.values.count { $0.state == .streaming } }

  private func admit(_ descriptor: Int32, from address: String) {
    let fromThere = perAddress[address] ?? 0
    guard connections.count < limits.connections, fromThere < limits.connectionsPerAddress else {
      tally.turnedAway += 1
      let refusal = HTTPRefusal(503, "there are too many connections: try again in a minute")
      let bytes = HTTPResponse(refusal).bytes(keepsAlive: false)
      _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      Glibc.close(descriptor)
      return
    }
    let connection = HTTPConnection(descriptor, from: address, of: self, at: loop.now)
    // Without the poller it is let go at once.
    guard (try? loop.add(connection)) != nil else { return }
    connections[ObjectIdentifier(connection)] = connection
    perAddress[address] = fromThere + 1
  }

  // MARK: Requests

  /// Hands the next whole request of a connection to the site.
  func serve(_ connection: HTTPConnection) {
    guard connection.state == .reading else { return watch(connection) }
    do throws(HTTPRefusal) {
      guard let request = try connection.parser.next() else { return watch(connection) }
      connection.requestBegan = nil
      connection.state = .answering
      connection.keepsAlive = request.keepsAlive
      connection.isHead = request.method == .head
      lastExchange += 1
      connection.exchange = lastExchange
      exchanges[lastExchange] = connection
      tally.requests += 1
      watch(connection)
      site.answer(request, HTTPExchange(number: lastExchange, address: connection.address))
    } catch {
      refuse(connection, error)
    }
  }

  /// Says why and closes: what is behind a bad request cannot be read.
  private func refuse(_ connection: HTTPConnection, _ refusal: HTTPRefusal) {
    tally.refused += 1
    connection.append(HTTPResponse(refusal).bytes(keepsAlive: false))
    connection.state = .closing
    flush(connection)
  }

  // MARK: Answers

  /// Answers a request; nothing happens if whoever asked has gone.
  func respond(_ exchange: UInt64, _ response: HTTPResponse) {
    guard let connection = exchanges.removeValue(forKey: exchange) else { return }
    tally.count(response.status)
    connection.exchange = 0
    connection.append(
      response.bytes(keepsAlive: connection.keepsAlive, isHead: connection.isHead))
    connection.state = connection.keepsAlive ? .reading : .closing
    flush(connection)
    // What was sent in the same breath comes now, in its turn and not on top of this call.
    if connection.state == .reading && connection.parser.isInRequest {
      connection.requestBegan = loop.now
      loop.soon { [unowned self, weak connection] in
        if let connection { serve(connection) }
      }
    }
  }

  /// What takes its time, each kind on a thread of its own.
  enum Work: String {
    /// Reading files.
    case reading
    /// Analysing positions: a core's worth, and no more, whoever asks.
    case analysing

    /// So many may wait.
    var limit: Int { self == .reading ? 64 : 8 }
  }

  /// Answers with what `body` finds out, on another thread.
  func respond(
    _ exchange: UInt64, by work: Work = .reading,
    working body: @escaping @Sendable () -> HTTPResponse
  ) {
    let label = "arena.web.\(work.rawValue)"
    let (queue, count) = works[work] ?? (DispatchQueue(label: label, qos: .utility), 0)
    guard count < work.limit else {
      return respond(
        exchange, HTTPResponse(HTTPRefusal(503, "too much is being worked out: try again")))
    }
    works[work] = (queue, count + 1)
    let mailbox = loop.mailbox
    // The server lives as long as its loop, on whose thread the letter is opened.
    nonisolated(unsafe) let server = self
    queue.async {
      let response = body()
      mailbox.post {
        server.works[work]?.count -= 1
        server.respond(exchange, response)
      }
    }
  }

  /// Turns the answer into a stream of events.
  func openStream(_ exchange: UInt64) {
    guard let connection = exchanges[exchange] else { return }
    connection.state = .streaming
    connection.keepsAlive = false
    connection.append(HTTPResponse(.events, []).bytes(keepsAlive: true))
    flush(connection)
  }

  /// Whether an answer is a stream whose reader is still there.
  func isStreaming(_ exchange: UInt64) -> Bool { exchanges[exchange]?.state == .streaming }

  /// Sends a part of a stream; a reader that is too far behind is let go, and comes back.
  func send(_ bytes: [UInt8], to exchange: UInt64) {
    guard let connection = exchanges[exchange], connection.state == .streaming else { return }
    connection.append(bytes)
    flush(connection)
    if connection.waiting > limits.outputBytes { close(connection) }
  }

  // MARK: Sockets

  func flush(_ connection: HTTPConnection) {
    guard connection.flush() else { return close(connection) }
    if connection.state == .closing && connection.waiting == 0 {
      // The other side reads what was said before it hears of the end.
      shutdown(connection.descriptor, Int32(SHUT_WR))
    }
    watch(connection)
  }

  private func watch(_ connection: HTTPConnection) {
    guard connection.state != .closed else { return }
    // A reader of events is watched for its end; what it says is thrown away.
    let reads =
      connection.wantsInput || connection.state == .streaming
      || connection.state == .closing
    loop.change(connection, read: reads, write: connection.waiting > 0)
  }

  func close(_ connection: HTTPConnection) {
    guard connection.state != .closed else { return }
    let wasStreaming = connection.state == .streaming
    let exchange = connection.exchange
    connection.state = .closed
    loop.remove(connection)
    connections[ObjectIdentifier(connection)] = nil
    let left = (perAddress[connection.address] ?? 1) - 1
    perAddress[connection.address] = left > 0 ? left : nil
    exchanges[exchange] = nil
    if wasStreaming { site.streamEnded(exchange) }
  }

  /// Closes what has been silent, slow or stuck for too long.
  func sweep(at now: Duration) {
    for connection in Array(connections.values) {
      switch connection.state {
      case .reading:
        if let began = connection.requestBegan, connection.parser.isInRequest {
          guard now - began > limits.requestTime else { continue }
          refuse(connection, HTTPRefusal(408, "the request did not end in time"))
        } else if now - connection.lastProgress > limits.idleTime {
          close(connection)
        }
      case .closing where connection.waiting == 0:
        if now - connection.lastProgress > .seconds(2) { close(connection) }
      case .answering where connection.waiting == 0: break
      case .streaming where connection.waiting == 0:
        if now - connection.lastProgress > .seconds(15) {
          send(Array(": \n\n".utf8), to: connection.exchange)
        }
      default: if now - connection.lastProgress > limits.stallTime { close(connection) }
      }
    }
  }

  /// Ends all connections: streams end without a word and are opened anew.
  func closeAll() {
    for connection in Array(connections.values) { close(connection) }
  }
}

/// What was served, for the operator.
struct HTTPTally {
  var requests = 0
  var refused = 0
  var turnedAway = 0
  /// `[class]`: answers with a status of 200 to 299, and so on.
  private(set) var byClass = [Int](repeating: 0, count: 6)

  mutating func count(_ status: Int) { byClass[min(5, max(0, status / 100))] += 1 }
}
