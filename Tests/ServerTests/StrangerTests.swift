import ArenaCore
import Environments
import Match
import Testing

@testable import Server

/// What strangers do, beside others who play.
@Suite struct StrangerTests {
  @Test func `who says no name is sent away, and bytes without an end are no word`() throws {
    let fixture = try ServerFixture { $0.loginLimit = .milliseconds(50) }
    let ann = try fixture.client("ann")
    let silent = try fixture.client()
    let slow = try fixture.client()
    let wrong = try fixture.client()
    for client in [silent, slow, wrong] {
      #expect(throws: LineClient.Failure.closed) {
        while true {
          do throws(LineClient.Failure) {
            if client !== silent { try client.send(Array((client === slow ? "x" : "x\n").utf8)) }
            _ = try client.readLine(timeout: .milliseconds(20))
          } catch {
            guard error == .timedOut else { throw LineClient.Failure.closed }
          }
        }
      }
    }
    #expect(try ann.ask("ping") == ["ok ping"])
    try fixture.server.stop()
  }

  @Test func `a web page's request is cut off and its body never run`() throws {
    let fixture = try ServerFixture()
    let page = try fixture.client()
    let body = "hello evil\nseek connect-four people\n"
    try page.send(
      Array("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40\r\n\r\n\(body)".utf8))
    #expect(try page.readLine().hasPrefix("error unknown-command "))
    #expect(throws: LineClient.Failure.self) { while true { _ = try page.readLine() } }
    let ann = try fixture.client("ann")
    #expect(try ann.ask("players").count == 2)
    #expect(try ann.ask("seeks") == ["ok seeks 0"])
    try fixture.server.stop()
  }

  @Test func `while a password is checked others play, and its client waits`() throws {
    let fixture = try ServerFixture { $0.lobby.passwordRounds = 40_000 }
    let thieves = try (0..<3).map { _ in try fixture.client() }
    for (index, thief) in thieves.enumerated() {
      try thief.send("hello victim secret\(index)\nping behind")
    }
    let ann = try fixture.client("ann")
    let bob = try fixture.client("bob")
    for game in 1...3 {
      _ = try ann.ask("seek connect-four seat=first people")
      _ = try bob.ask("accept \(game)")
      for client in [ann, bob] { _ = try client.read { $0.hasPrefix("start ") } }
      #expect(try playToTheEnd(ann, bob).hasPrefix("result \(game) "))
      for client in [ann, bob] { _ = try client.read { $0.hasPrefix("rating connect-four bob") } }
    }
    // Three games later the last of them has not been answered, but all will be, in order.
    #expect(throws: LineClient.Failure.timedOut) {
      _ = try thieves[2].readLine(timeout: .milliseconds(1))
    }
    var named = 0
    for thief in thieves {
      if try thief.ask("quit").first == "ok hello victim" { named += 1 }
      #expect(try thief.readLine(timeout: .seconds(60)) == "ok ping behind")
    }
    #expect(named == 1)
    try fixture.server.stop()
  }
}
