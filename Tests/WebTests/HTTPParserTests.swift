import Testing

@testable import Web

@Suite struct HTTPParserTests {
  private func parse(_ text: String, _ limits: HTTPLimits = HTTPLimits()) throws -> HTTPRequest? {
    var parser = HTTPParser(limits)
    parser.append(Array(text.utf8))
    return try parser.next()
  }

  private func refusal(_ text: String, _ limits: HTTPLimits = HTTPLimits()) -> HTTPRefusal? {
    do {
      _ = try parse(text, limits)
      return nil
    } catch { return error as? HTTPRefusal }
  }

  @Test func `a request is its method, path, query, headers and body`() throws {
    let request = try #require(
      try parse(
        "POST /runs/a%20b/%C3%A9?x=1&y=a+b&x=2 HTTP/1.1\r\nHost: here:80\r\nCookie: a=1; arena=k9\r\n"
          + "Content-Length:  5 \r\n\r\nhello"))
    #expect(request.method == .post)
    #expect(request.path == ["runs", "a b", "é"])
    #expect(request.values("x") == ["1", "2"])
    #expect(request.value("y") == "a b")
    #expect(request.headers["host"] == "here:80")
    #expect(request.cookie("arena") == "k9")
    #expect(request.cookie("aren") == nil)
    #expect(request.body == Array("hello".utf8))
    #expect(request.keepsAlive)
  }

  @Test func `bytes may come one at a time, and requests many at a time`() throws {
    let text =
      "GET /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n"
      + "\r\nhiGET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
    var single = HTTPParser(HTTPLimits())
    var slowly: [HTTPRequest] = []
    for byte in text.utf8 {
      single.append([byte])
      while let request = try single.next() { slowly.append(request) }
    }
    var whole = HTTPParser(HTTPLimits())
    whole.append(Array(text.utf8))
    var atOnce: [HTTPRequest] = []
    while let request = try whole.next() { atOnce.append(request) }
    #expect(slowly == atOnce)
    #expect(atOnce.map(\.path) == [["a"], ["b"], ["c"]])
    #expect(atOnce.map(\.keepsAlive) == [true, true, false])
    #expect(!whole.isInRequest)
  }

  @Test(arguments: [
    ("BREW / HTTP/1.1\r\nHost: h\r\n\r\n", 405), ("get / HTTP/1.1\r\nHost: h\r\n\r\n", 405),
    ("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505), ("GET /\r\n\r\n", 400),
    ("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400),
    ("GET / HTTP/1.1\nHost: h\n\n\r\n\r\n", 400), ("GET x HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /% HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: h\rx\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: \u{1}\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", 400),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1e9\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 70000\r\n\r\n", 413),
    ("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx", 417),
  ])
  func `what is no request is refused with its own status`(_ text: String, _ status: Int) {
    #expect(refusal(text)?.status == status)
  }

  @Test func `lengths are bounded before the end has come`() {
    var limits = HTTPLimits()
    (limits.lineBytes, limits.headerBytes, limits.headerCount) = (64, 256, 4)
    #expect(refusal("GET /\(String(repeating: "a", count: 80))", limits)?.status == 414)
    #expect(
      refusal("GET /\(String(repeating: "a", count: 80)) HTTP/1.1\r\n\r\n", limits)?.status == 414)
    #expect(
      refusal("GET / HTTP/1.1\r\na: \(String(repeating: "b", count: 400))", limits)?.status == 431)
    let many = (0..<6).map { "a\($0): b\r\n" }.joined()
    #expect(refusal("GET / HTTP/1.1\r\nHost: h\r\n\(many)\r\n", limits)?.status == 431)
    #expect(
      refusal("GET /\(String(repeating: "a", count: 40)) HTTP/1.1\r\nHost: h\r\n\r\n", limits)
        == nil)
  }

  @Test func `empty lines before a request are passed over`() throws {
    var parser = HTTPParser(HTTPLimits())
    parser.append(Array(String(repeating: "\r\n", count: 5000).utf8) + [13])
    #expect(try parser.next() == nil && parser.count == 1)
    parser.append(Array("\n\r\nGET /a HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
    #expect(try parser.next()?.path == ["a"])
    #expect(!parser.isInRequest)
  }

  @Test func `a target in absolute form names the host`() throws {
    let request = try #require(
      try parse("GET http://evil.example/x?y=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"))
    #expect(request.path == ["x"])
    #expect(request.headers["host"] == "evil.example")
  }

  @Test func `dots of a path are names like others`() throws {
    let request = try #require(try parse("GET /assets/..%2f..%2fetc/passwd HTTP/1.0\r\n\r\n"))
    #expect(request.path == ["assets", "../../etc", "passwd"])
    #expect(!request.keepsAlive)
  }

  /// Whatever comes, the parser answers with requests, a refusal or the wish for more, and what it
  /// holds stays bounded.
  @Test func `no bytes break the parser`() {
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0..<1 << 32, using: &generator)
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let parts = [
      "GET ", "POST ", "/", "/runs/%2e%2e", " HTTP/1.1", "\r\n", "\r", "\n", "Host: h", ":",
      "Content-Length: 3", "Content-Length: 99", "Transfer-Encoding: chunked", "abc", "%", "?a=b",
      "\0", " ", "é", "\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
    ]
    var requests = 0
    for _ in 0..<20_000 {
      var parser = HTTPParser(HTTPLimits())
      var isAlive = true
      for _ in 0..<next(30) where isAlive {
        if next(8) == 0 {
          parser.append((0..<next(40)).map { _ in UInt8(next(256)) })
        } else {
          parser.append(Array(parts[next(parts.count)].utf8))
        }
        do { while try parser.next() != nil { requests += 1 } } catch { isAlive = false }
        #expect(parser.count < 2000, "seed \(seed)")
      }
    }
    #expect(requests > 300, "seed \(seed): the fuzzer makes no requests")
  }
}
