import Glibc
import Testing
import Wire

@testable import Server

/// Connections that another part of the program hands over.
@Suite struct ConnectionDoorTests {
  /// Hands one end of a socket pair over and reads the greeting from the other.
  private func enter(_ server: RunningServer, from address: String) throws -> LineClient {
    var ends: [Int32] = [0, 0]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    let client = LineClient(adopting: ends[0])
    server.door.adopt(ends[1], from: try #require(ClientAddress(address)))
    return client
  }

  @Test func `a connection that is handed over plays like any other`() throws {
    let fixture = try ServerFixture()
    let ann = try enter(fixture.server, from: "192.0.2.1")
    #expect(try ann.readLine().hasPrefix("arena "))
    _ = try ann.ask("hello ann")
    let bob = try fixture.client("bob")
    _ = try ann.ask("seek connect-four seat=first people")
    _ = try bob.ask("accept 1")
    for client in [ann, bob] { _ = try client.read { $0.hasPrefix("start ") } }
    #expect(try playToTheEnd(ann, bob).hasPrefix("result 1 "))
    try fixture.server.stop()
    #expect(try ann.read { $0.hasPrefix("bye ") }.last == "bye the server stops")
  }

  @Test func `it counts for the address that was given with it`() throws {
    let fixture = try ServerFixture { $0.clientsPerAddress = 1 }
    let one = try enter(fixture.server, from: "192.0.2.1")
    #expect(try one.readLine().hasPrefix("arena "))
    let other = try enter(fixture.server, from: "192.0.2.2")
    #expect(try other.readLine().hasPrefix("arena "))
    let second = try enter(fixture.server, from: "192.0.2.1")
    #expect(try second.readLine().hasPrefix("error too-many "))
    #expect(try one.ask("quit") == ["ok quit"])
    #expect(throws: LineClient.Failure.closed) { try one.readLine() }
    #expect(try enter(fixture.server, from: "192.0.2.1").readLine().hasPrefix("arena "))
    try fixture.server.stop()
  }

  @Test func `many come at once from several threads`() throws {
    let fixture = try ServerFixture()
    let clients = try (0..<100).map { try enter(fixture.server, from: "192.0.2.\($0)") }
    for client in clients { #expect(try client.readLine().hasPrefix("arena ")) }
    #expect(try clients[99].ask("ping") == ["ok ping"])
    try fixture.server.stop()
  }

  @Test func `after the end of the server a connection is closed`() throws {
    let fixture = try ServerFixture()
    try fixture.server.stop()
    let late = try enter(fixture.server, from: "192.0.2.1")
    #expect(throws: LineClient.Failure.closed) { try late.readLine() }
  }
}
