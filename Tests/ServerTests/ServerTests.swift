import ArenaCore
import Environments
import Foundation
import Match
import Testing

@testable import Server

@Suite struct ServerTests {
  @Test func `two clients play a whole game over a socket`() throws {
    let fixture = try ServerFixture()
    let ann = try fixture.client("ann")
    let bob = try fixture.client("bob")
    #expect(try ann.ask("seek connect-four seat=first") == ["ok seek 1"])
    #expect(try bob.ask("accept 1") == ["ok accept 1"])
    #expect(try ann.readLine() == "start 1 connect-four - 60 ann bob first")
    #expect(try bob.readLine() == "start 1 connect-four - 60 ann bob second")
    #expect(try playToTheEnd(ann, bob).hasPrefix("result 1 "))
    #expect(try ann.readLine().hasPrefix("rating connect-four ann "))
    #expect(try ann.ask("quit").last == "ok quit")
    #expect(throws: LineClient.Failure.closed) { try ann.readLine() }
    try fixture.server.stop()
    #expect(try bob.read { $0.hasPrefix("bye ") }.last == "bye the server stops")
  }

  @Test func `a house bot plays over a socket`() throws {
    let fixture = try ServerFixture { configuration in
      configuration.bots = [
        ServerBot(name: "house", game: "connect-four") { _ in SeatedPlayer(FirstColumn()) }
      ]
      configuration.threadsPerBot = 2
    }
    let ann = try fixture.client("ann")
    _ = try ann.ask("seek connect-four seat=first")
    #expect(try ann.readLine() == "start 1 connect-four - 60 ann house first")
    for ply in 0..<3 {
      #expect(try ann.ask("move 7") == ["ok move 1 7"])
      #expect(try ann.readLine().hasPrefix("moved 1 \(2 * ply + 1) first 7 second "))
      #expect(try ann.readLine().hasPrefix("moved 1 \(2 * ply + 2) second 1 first "))
    }
    _ = try ann.ask("move 7")
    #expect(try ann.read { $0.hasPrefix("result ") }.last == "result 1 first rules four in a row")
    try fixture.server.stop()
  }

  @Test func `after every malformed line a well-behaved client still plays`() throws {
    let fixture = try ServerFixture()
    let bad = try fixture.client()
    let ann = try fixture.client("ann")
    let bob = try fixture.client("bob")
    var random = RandomSource(seed: 5)
    var ply = 0
    var game = 0
    for index in 0..<200 {
      switch index % 8 {
      case 0:
        // Random bytes.
        let bytes = (0..<200).map { _ in UInt8(random.below(256)) }
        try bad.send([0xff] + bytes.filter { $0 != 10 } + [10])
      case 1 where index < 16:
        // A megabyte without a newline, and then its end.
        let flood = [UInt8](repeating: UInt8(ascii: "z"), count: 1 << 20)
        try bad.send(flood)
        try bad.send([10])
      case 1: try bad.send([UInt8](repeating: 0x20, count: 1100) + [10])
      case 2: try bad.send(Array("move \u{0}1\n".utf8))
      case 3: try bad.send([0xc3, 0x28, 0xa0, 0xa1, 10])
      case 4:
        // Half a line now, the other half later: an unknown word.
        try bad.send(Array("mo".utf8))
        _ = try bob.ask("ping")
        try bad.send(Array("ose\n".utf8))
      case 5: try bad.send(Array("hello \u{202e}evil\n".utf8))
      case 6: try bad.send(Array("move 99999999999999999999 1\n".utf8))
      default:
        // Half a line and gone.
        let hasty = try fixture.client()
        try hasty.send(Array("hello has".utf8))
        try bad.send(Array("nonsense\n".utf8))
      }
      let line = try bad.readLine()
      #expect(line.hasPrefix("error "), "\(line)")

      if ply == 0 {
        game += 1
        _ = try ann.ask("seek connect-four seat=first people")
        _ = try bob.ask("accept \(game)")
        _ = try ann.readLine()
        _ = try bob.readLine()
      }
      // Both play down the columns in turn: ann wins in column 1 with her fourth move.
      let mover = ply.isMultiple(of: 2) ? ann : bob
      #expect(
        try mover.ask("move \(1 + ply % 2)").last == "ok move \(game) \(1 + ply % 2)")
      ply += 1
      _ = try ann.read { $0.hasPrefix("moved \(game) \(ply) ") }
      _ = try bob.read { $0.hasPrefix("moved \(game) \(ply) ") }
      if ply == 7 {
        for client in [ann, bob] { _ = try client.read { $0.hasPrefix("rating connect-four bob") } }
        ply = 0
      }
    }
    #expect(game > 20)
    #expect(try bad.ask("ping end") == ["ok ping end"])
    try fixture.server.stop()
  }

  @Test func `a reader that does not read is dropped and others are served`() throws {
    let fixture = try ServerFixture { configuration in
      configuration.outputLimit = 16 * 1024
      configuration.lobby.vainChallengesPerAddress = 1_000_000
    }
    let ann = try fixture.client("ann")
    let bob = try fixture.client("bob")
    let lazy = try fixture.client("lazy")
    // Each pair of lines makes two events for the one that does not read.
    let pairs = String(repeating: "challenge lazy connect-four\ncancel\n", count: 100)
    var isDropped = false
    for _ in 0..<1000 where !isDropped {
      try ann.send(Array(pairs.utf8))
      try ann.send("ping")
      let answers = try ann.read { $0 == "ok ping" }
      isDropped = answers.contains { $0.hasPrefix("error no-such-player ") }
      #expect(try bob.ask("ping") == ["ok ping"])
    }
    #expect(isDropped)
    #expect(throws: LineClient.Failure.closed) { while true { _ = try lazy.readLine() } }
    try fixture.server.stop()
  }

  @Test func `a flood of questions without reading holds up nobody else`() throws {
    let fixture = try ServerFixture()
    let flooder = try fixture.client()
    let ann = try fixture.client("ann")
    let answer = try ann.ask("help")
    let questions = Array(String(repeating: "help\n", count: 10_000).utf8)
    // The socket fills because the server stops reading; that is the point.
    #expect(throws: LineClient.Failure.timedOut) {
      for _ in 0..<100 { try flooder.send(questions, timeout: .milliseconds(200)) }
    }
    for _ in 0..<20 { #expect(try ann.ask("ping") == ["ok ping"]) }
    // Once it reads, its answers come, all in order.
    for _ in 0..<2000 {
      #expect(try flooder.read { $0 == "ok help" } == answer)
    }
    try fixture.server.stop()
  }

  @Test func `leaving in the middle and coming back`() throws {
    let fixture = try ServerFixture()
    var ann = try fixture.client()
    let token = try ann.ask("hello ann")[0]
    let bob = try fixture.client("bob")
    _ = try ann.ask("seek connect-four seat=first people")
    _ = try bob.ask("accept 1")
    _ = try ann.ask("move 4")
    ann = try fixture.client()
    #expect(try bob.read { $0.hasPrefix("moved ") }.count == 2)
    // The server may see the old connection end a moment after the new one speaks: the token counts.
    #expect(token.hasPrefix("token "))
    #expect(try ann.ask("hello ann \(token.dropFirst(6))").last == "ok hello ann")
    #expect(try ann.readLine() == "start 1 connect-four - 60 ann bob first")
    #expect(try ann.readLine().hasPrefix("state 1 1 second "))
    _ = try bob.ask("move 4")
    #expect(try ann.readLine().hasPrefix("moved 1 2 second 4 first "))
    try fixture.server.stop()
  }

  @Test func `answers come also after the client has finished sending`() throws {
    let fixture = try ServerFixture()
    let client = try fixture.client()
    try client.send("ping 1\nping 2")
    client.finishSending()
    #expect(try client.readLine() == "ok ping 1")
    #expect(try client.readLine() == "ok ping 2")
    #expect(throws: LineClient.Failure.closed) { try client.readLine() }
    try fixture.server.stop()
  }

  @Test func `clients beyond the limit are refused with a reason`() throws {
    let fixture = try ServerFixture { $0.clientsPerAddress = 2 }
    let clients = [try fixture.client(), try fixture.client()]
    let third = try LineClient(host: "127.0.0.1", port: fixture.server.port)
    #expect(try third.readLine().hasPrefix("error too-many "))
    #expect(try clients[0].ask("quit") == ["ok quit"])
    #expect(throws: LineClient.Failure.closed) { try clients[0].readLine() }
    #expect(try fixture.client().ask("ping") == ["ok ping"])
    try fixture.server.stop()
  }

  @Test func `an idle client is sent away`() throws {
    let fixture = try ServerFixture { $0.idleLimit = .milliseconds(50) }
    let client = try fixture.client()
    #expect(try client.read { $0.hasPrefix("bye ") }.last == "bye you said nothing for too long")
    #expect(throws: LineClient.Failure.closed) { try client.readLine() }
    try fixture.server.stop()
  }

  @Test func `what cannot be served is refused in one clear line`() throws {
    let fixture = try ServerFixture()
    func refusal(_ configure: (inout ServerConfiguration) -> Void) -> String {
      do {
        _ = try ServerFixture(configure)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(
      refusal { $0.port = fixture.server.port }
        == "cannot listen on 127.0.0.1 port \(fixture.server.port): Address already in use")
    #expect(refusal { $0.address = "nowhere" } == "'nowhere' is not a numeric IPv4 or IPv6 address")
    #expect(
      refusal { $0.journalPath = "/nowhere/journal" }
        == "cannot open the journal /nowhere/journal: No such file or directory")
    func bot(_ name: String, _ game: String) -> ServerBot {
      ServerBot(name: name, game: game) { _ in SeatedPlayer(FirstColumn()) }
    }
    #expect(refusal { $0.bots = [bot("x", "chess")] }.contains("unknown game 'chess'"))
    #expect(refusal { $0.bots = [bot("a b", "connect-four")] }.contains("is no name"))
    #expect(
      refusal { $0.bots = [bot("x", "connect-four"), bot("X", "connect-four")] }
        == "two bots are named X")
    try fixture.server.stop()
  }

  @Test func `a client says why it cannot connect`() throws {
    let fixture = try ServerFixture()
    let port = fixture.server.port
    try fixture.server.stop()
    #expect(
      throws: LineClient.Failure.cannotConnect("127.0.0.1 port \(port): Connection refused")
    ) { try LineClient(host: "127.0.0.1", port: port) }
    #expect(throws: LineClient.Failure.self) {
      try LineClient(host: "no such host", port: port)
    }
  }
}
