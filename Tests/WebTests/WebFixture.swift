import Environments
import Foundation
import Glibc
import Match
import Server
import Testing
import Wire

@testable import Web

/// A match server and its pages on free ports, until the fixture goes.
final class WebFixture {
  let server: RunningServer
  let web: WebServer

  init(
    limits: HTTPLimits = HTTPLimits(), set: (inout WebConfiguration) -> Void = { _ in }
  ) throws {
    let games = GameDirectory([.init(ConnectFour.self), .init(GoLite.self), .init(Hex.self)])
    let server = try RunningServer(ServerConfiguration(), games: games)
    self.server = server
    var configuration = WebConfiguration(games: games) { address in
      try server.door.open(from: ClientAddress(address) ?? ClientAddress(ipv4: 0x7f00_0001))
    }
    configuration.limits = limits
    set(&configuration)
    web = try WebServer(configuration)
  }

  deinit {
    web.stop()
    try? server.stop()
  }

  func browser() throws -> Browser { try Browser(port: web.port) }
}

/// What a browser does, as far as a test needs it: requests over one connection, a cookie, events.
final class Browser {
  struct Reply {
    var status = 0
    var headers: [String: String] = [:]
    var body = ""

    /// The body as JSON.
    func json() throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
    }
  }

  private let descriptor: Int32
  private let port: UInt16
  private var input: [UInt8] = []
  var cookie: String?

  init(port: UInt16) throws {
    self.port = port
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    try #require(isConnected)
  }

  deinit { close(descriptor) }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Another connection of the same browser, which reads events.
  func events(_ tables: [Int] = []) throws -> Browser {
    let browser = try Browser(port: port)
    browser.cookie = cookie
    let query = tables.map { "table=\($0)" }.joined(separator: "&")
    browser.send(browser.head("GET", "/events?\(query)") + "\r\n")
    #expect(try browser.readHead().status == 200)
    return browser
  }

  private func head(_ method: String, _ path: String) -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: application/json\r\n"
      + (cookie.map { "Cookie: arena=\($0)\r\n" } ?? "")
  }

  func get(_ path: String) throws -> Reply {
    send(head("GET", path) + "\r\n")
    return try reply()
  }

  func post(_ path: String, _ body: String, headers: String = "") throws -> Reply {
    send(
      head("POST", path)
        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        + headers + "\r\n" + body)
    let reply = try reply()
    if let cookie = reply.headers["set-cookie"] {
      self.cookie = String(cookie.split(separator: ";")[0].dropFirst("arena=".count))
    }
    return reply
  }

  func enter(_ name: String) throws {
    #expect(try post("/session", #"{"name":"\#(name)"}"#).status == 200)
  }

  @discardableResult
  func act(_ json: String) throws -> Reply { try post("/actions", json) }

  // MARK: Reading

  func reply() throws -> Reply {
    var reply = try readHead()
    let length = Int(reply.headers["content-length"] ?? "0") ?? 0
    while input.count < length { try receive() }
    reply.body = String(decoding: input.prefix(length), as: UTF8.self)
    input.removeFirst(length)
    return reply
  }

  func readHead() throws -> Reply {
    var reply = Reply()
    let lines = try readText(until: "\r\n\r\n").split(separator: "\r\n")
    reply.status = Int(lines.first?.split(separator: " ")[1] ?? "") ?? 0
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      reply.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return reply
  }

  /// The data of the next event of that name; others are passed over.
  func event(_ name: String) throws -> [String: Any] {
    while true {
      let lines = try readText(until: "\n\n").split(separator: "\n")
      guard lines.count == 2, lines[0] == "event: \(name)" else { continue }
      let data = Data(lines[1].dropFirst("data: ".count).utf8)
      return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
  }

  private func readText(until end: String) throws -> String {
    let mark = Array(end.utf8)
    while true {
      if let range = input.firstRange(of: mark) {
        defer { input.removeSubrange(..<range.upperBound) }
        return String(decoding: input[..<range.lowerBound], as: UTF8.self)
      }
      try receive()
    }
  }

  /// Whether the other side closes without another byte.
  func isClosed() -> Bool {
    do {
      try receive()
      return false
    } catch { return error as? Failure == .closed }
  }

  enum Failure: Error { case closed, timedOut }

  private func receive() throws {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, 20_000) > 0 else { throw Failure.timedOut }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else { throw Failure.closed }
    input += chunk[..<count]
  }
}
