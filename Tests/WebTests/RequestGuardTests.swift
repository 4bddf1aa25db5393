import Testing

@testable import Web

@Suite struct RequestGuardTests {
  private func status(
    _ method: HTTPRequest.Method, _ headers: [String: String], hosts: [String] = []
  ) -> Int {
    let request = HTTPRequest(
      method: method, path: [], query: [], headers: headers, keepsAlive: true)
    do throws(HTTPRefusal) {
      try RequestGuard(hosts: hosts).check(request)
      return 200
    } catch { return error.status }
  }

  @Test(arguments: [
    ("localhost:8080", 200), ("LOCALHOST", 200), ("127.0.0.1:1", 200), ("[::1]:8080", 200),
    ("192.168.1.7", 200), ("Arena.Example:80", 200), ("evil.example", 421), ("", 421),
    ("localhost.evil.example", 421), ("127.0.0.1.evil.example", 421), ("1.2.3", 421),
    ("localhost:80@evil", 421), ("[]", 421), ("[::1", 421),
  ])
  func `only our own names are served`(_ host: String, _ expected: Int) {
    #expect(status(.get, ["host": host], hosts: ["arena.example"]) == expected)
  }

  @Test func `another site's page can change nothing and read nothing`() {
    let own = ["host": "localhost:8", "content-type": "application/json"]
    #expect(status(.post, own) == 200)
    #expect(status(.post, own.merging(["origin": "http://localhost:8"]) { $1 }) == 200)
    for origin in ["http://evil.example", "null", "http://localhost:9", "https://localhost"] {
      #expect(status(.post, own.merging(["origin": origin]) { $1 }) == 403, "\(origin)")
    }
    #expect(status(.post, own.merging(["sec-fetch-site": "cross-site"]) { $1 }) == 403)
    #expect(status(.post, own.merging(["sec-fetch-site": "same-site"]) { $1 }) == 403)
    #expect(status(.post, ["host": "localhost", "content-type": "text/plain"]) == 415)
    #expect(status(.post, ["host": "localhost"]) == 415)
    let script = ["host": "localhost", "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"]
    #expect(status(.get, script) == 403)
    #expect(status(.get, script.merging(["sec-fetch-mode": "navigate"]) { $1 }) == 200)
  }
}
