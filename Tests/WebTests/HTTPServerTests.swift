import Foundation
import Testing

@testable import Web

/// The server against strangers: whatever they send, the next good request is answered.
@Suite struct HTTPServerTests {
  private func probe(_ fixture: WebFixture) throws {
    #expect(try fixture.browser().get("/games").status == 200)
  }

  @Test func `pages go to browsers, data to programs, at the same address`() throws {
    let fixture = try WebFixture()
    let browser = try fixture.browser()
    browser.send("GET /ladder HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n")
    let page = try browser.reply()
    #expect(page.status == 200)
    #expect(page.headers["content-type"]?.hasPrefix("text/html") == true)
    #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
    #expect(page.headers["x-content-type-options"] == "nosniff")
    for path in ["/ladder", "/ladder.json"] {
      #expect(try browser.get(path).json()["places"] != nil, "\(path)")
    }
    #expect(try browser.get("/index.json").json()["tables"] != nil)
    browser.send("HEAD /games HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let head = try browser.readHead()
    #expect(head.status == 200)
    #expect(head.headers["content-length"] != "0")
  }

  @Test(arguments: [
    ("GET /etc/passwd", 404), ("GET /assets/../../../etc/passwd", 404),
    ("GET /assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404), ("GET /runs/..%2f..%2fetc", 404),
    ("GET //", 404), ("GET /tables/x", 404), ("GET /tables/99999999999999999999", 404),
    ("GET /actions", 405), ("POST /games", 405), ("GET /nowhere", 404),
  ])
  func `only the addresses of the list exist`(_ request: String, _ status: Int) throws {
    let fixture = try WebFixture { $0.runsPath = "/tmp" }
    let browser = try fixture.browser()
    browser.send(
      "\(request) HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
    #expect(try browser.reply().status == status)
    try probe(fixture)
  }

  @Test(arguments: ["/ladder/nosuch.json", "/nosuch.json", "/tables/abc.json", "/runs.json"])
  func `an address with .json answers with JSON also what it refuses`(_ path: String) throws {
    let fixture = try WebFixture()
    let browser = try fixture.browser()
    for accept in ["", "Accept: */*\r\n"] {
      browser.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(accept)\r\n")
      let reply = try browser.reply()
      #expect(reply.status == 404)
      #expect(try reply.json()["error"] != nil)
    }
  }

  @Test func `pipelined requests are answered in order`() throws {
    let fixture = try WebFixture()
    let browser = try fixture.browser()
    let line = "HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n"
    browser.send(
      (0..<50).map { $0.isMultiple(of: 2) ? "GET /games \(line)" : "GET /x \(line)" }.joined())
    for index in 0..<50 {
      #expect(try browser.reply().status == (index.isMultiple(of: 2) ? 200 : 404))
    }
  }

  @Test(arguments: ["/ladder.json", "/tables.json", "/assets/site.js"])
  func `who says no more after a request is answered`(_ path: String) throws {
    let fixture = try WebFixture()
    let browser = try fixture.browser()
    browser.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    browser.finishSending()
    #expect(try browser.reply().status == 200)
    #expect(browser.isClosed())
  }

  @Test func `a bad request is answered and ends the connection`() throws {
    let fixture = try WebFixture()
    for (text, status) in [
      ("BREW /pot HTTP/1.1\r\nHost: h\r\n\r\n", 405),
      ("GET /\(String(repeating: "a", count: 5000))", 414),
      ("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 30_000))", 431),
      ("POST /actions HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
      ("POST /actions HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000\r\n\r\n", 413),
      ("hello ann\r\n\r\n", 400), ("\u{16}\u{3}\u{1}\u{2}\r\n\r\n", 400),
    ] {
      let browser = try fixture.browser()
      browser.send(text)
      let reply = try browser.reply()
      #expect(reply.status == status, "\(text.prefix(30))")
      #expect(try reply.json()["error"] != nil)
      #expect(browser.isClosed())
    }
    try probe(fixture)
  }

  @Test func `slow and silent clients are let go`() throws {
    var limits = HTTPLimits()
    limits.idleTime = .milliseconds(300)
    limits.requestTime = .milliseconds(300)
    let fixture = try WebFixture(limits: limits)
    let (silent, slow) = (try fixture.browser(), try fixture.browser())
    slow.send("GET / HT")
    #expect(try slow.reply().status == 408)
    #expect(slow.isClosed())
    #expect(silent.isClosed())
    try probe(fixture)
  }

  @Test func `an address has so many connections and no more`() throws {
    var limits = HTTPLimits()
    limits.connectionsPerAddress = 3
    let fixture = try WebFixture(limits: limits)
    let kept = try (0..<3).map { _ in try fixture.browser() }
    for browser in kept { #expect(try browser.get("/games").status == 200) }
    #expect(try fixture.browser().reply().status == 503)
    #expect(try kept[0].get("/games").status == 200)
  }

  @Test func `other sites reach nothing`() throws {
    let fixture = try WebFixture()
    let browser = try fixture.browser()
    let login = #"{"name":"eve"}"#
    #expect(
      try browser.post("/session", login, headers: "Origin: http://evil.example\r\n").status == 403)
    #expect(
      try browser.post("/session", login, headers: "Sec-Fetch-Site: cross-site\r\n").status == 403)
    browser.send("GET /session HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    #expect(try browser.reply().status == 421)
    browser.send(
      "POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
        + "Content-Length: \(login.utf8.count)\r\n\r\n\(login)")
    #expect(try browser.reply().status == 415)
    try browser.enter("ann")
  }

  /// Random bytes and broken requests over sockets, with a good request behind each.
  @Test func `no bytes on a socket break the server`() throws {
    let fixture = try WebFixture()
    var state = UInt64.random(in: 1..<1 << 32)
    let seed = state
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let parts = [
      "GET /games HTTP/1.1\r\nHost: localhost\r\n\r\n", "POST /session HTTP/1.1\r\n", "\r\n\r\n",
      "Host: localhost\r\n", "Content-Length: 5\r\n", "Content-Type: application/json\r\n", "{\"na",
      "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /tables/1 HTTP/1.1\r\n", "%00", "\r",
    ]
    for _ in 0..<300 {
      let browser = try fixture.browser()
      for _ in 0..<(1 + next(6)) {
        browser.send(
          next(4) == 0
            ? String(decoding: (0..<next(200)).map { _ in UInt8(next(256)) }, as: UTF8.self)
            : parts[next(parts.count)])
      }
    }
    #expect(try fixture.browser().get("/games").status == 200, "seed \(seed)")
  }
}
