import ArenaCore
import Dispatch
import Environments
import Lobby
import Match
import Testing

@testable import Server

@Suite struct HouseBotTests {
  /// A bot that waits at a gate whenever it is to move.
  private struct Gated: Player {
    let gate: DispatchSemaphore

    func choose(
      in world: ConnectFour, within budget: Budget, using random: inout RandomSource
    ) -> Int {
      gate.wait()
      return world.legalActions[0]
    }
  }

  /// A bot that gives up at once.
  private struct Quitter: Player {
    let surrender: Surrender?

    func choose(
      in world: ConnectFour, within budget: Budget, using random: inout RandomSource
    ) -> Int { 0 }
  }

  private static func bot(
    _ name: String, columns: Int, _ player: @escaping @Sendable () -> any Player<ConnectFour>
  ) -> ServerBot {
    ServerBot(name: name, game: "connect-four", options: ["columns": "\(columns)"]) { _ in
      SeatedPlayer(player())
    }
  }

  /// Plays the last column until the game is over and returns the result.
  private func finish(
    _ table: Int, _ column: Int, as client: LineClient
  ) throws -> String {
    while true {
      try client.send("move \(table) \(column)")
      let lines = try client.read {
        $0.hasPrefix("moved \(table) ") && $0.contains(" second 1 ")
          || $0.hasPrefix("result \(table) ")
      }
      if let last = lines.last, last.hasPrefix("result ") { return last }
    }
  }

  @Test func `a bot that thinks for ever delays no other bot's game`() throws {
    let gate = DispatchSemaphore(value: 0)
    let fixture = try ServerFixture { configuration in
      configuration.bots = [
        Self.bot("slow", columns: 7) { Gated(gate: gate) },
        Self.bot("quick", columns: 6) { FirstColumn() },
      ]
      configuration.lobby.clock = .unlimited
    }
    let ann = try fixture.client("ann")
    let bob = try fixture.client("bob")
    // As many as any number of shared threads could be.
    for _ in 0..<8 { _ = try ann.ask("challenge slow connect-four columns=7 seat=second") }
    _ = try bob.ask("challenge quick connect-four columns=6 seat=first")
    #expect(try finish(9, 6, as: bob) == "result 9 first rules four in a row")
    // The slow bot's games go on as it gets round to them.
    for _ in 0..<8 { gate.signal() }
    var moved: Set<String> = []
    while moved.count < 8 {
      guard let line = try ann.read(until: { $0.hasPrefix("moved ") }).last else { break }
      moved.insert(String(line.split(separator: " ")[1]))
    }
    #expect(moved.count == 8)
    for _ in 0..<100 { gate.signal() }
    try fixture.server.stop()
  }

  @Test func `a bot whose programs think elsewhere has a thread for each game`() throws {
    let gate = DispatchSemaphore(value: 0)
    let fixture = try ServerFixture { configuration in
      var slow = Self.bot("slow", columns: 7) { Gated(gate: gate) }
      slow.thinksElsewhere = true
      configuration.bots = [slow]
      configuration.lobby.clock = .unlimited
    }
    let ann = try fixture.client("ann")
    _ = try ann.ask("seek connect-four columns=7 seat=second")
    let bob = try fixture.client("bob")
    _ = try bob.ask("seek connect-four columns=7 seat=first")
    // One of the two passes, whichever begins first: then both have begun.
    try bob.send("move 7")
    _ = try bob.read { $0.hasPrefix("moved 2 1 ") }
    gate.signal()
    gate.signal()
    #expect(try ann.read { $0.hasPrefix("moved ") }.last?.hasPrefix("moved 1 1 first") == true)
    #expect(try bob.read { $0.hasPrefix("moved ") }.last?.hasPrefix("moved 2 2 second") == true)
    for _ in 0..<100 { gate.signal() }
    try fixture.server.stop()
  }

  /// A player whose end takes as long as a gate stays shut, as that of a program may.
  private final class SlowToEnd: Player {
    let gate: DispatchSemaphore
    init(_ gate: DispatchSemaphore) { self.gate = gate }
    deinit { gate.wait() }

    func choose(
      in world: ConnectFour, within budget: Budget, using random: inout RandomSource
    ) -> Int { world.legalActions[0] }
  }

  @Test func `a player that is slow to make or to end holds up nobody`() throws {
    let gate = DispatchSemaphore(value: 0)
    let fixture = try ServerFixture { configuration in
      configuration.bots = [
        Self.bot("ends", columns: 7) { SlowToEnd(gate) },
        Self.bot("starts", columns: 6) {
          gate.wait()
          return FirstColumn()
        },
        Self.bot("quick", columns: 5) { FirstColumn() },
      ]
    }
    let ann = try fixture.client("ann")
    _ = try ann.ask("seek connect-four columns=7 seat=second")
    _ = try ann.read { $0.hasPrefix("moved 1 1 ") }
    _ = try ann.ask("resign 1")
    _ = try ann.ask("seek connect-four columns=6 seat=second")
    _ = try ann.ask("seek connect-four columns=5 seat=first")
    #expect(try finish(3, 5, as: ann) == "result 3 first rules four in a row")
    for _ in 0..<100 { gate.signal() }
    try fixture.server.stop()
  }

  @Test(arguments: [
    (Surrender.resignation, "second resignation first resigned"),
    (.failure("no answer"), "second failure first failed: 'no answer'"),
    (.nonFinite, "second failure first failed: 'its evaluation of the position is not a "),
  ])
  func `a bot that gives up loses for its reason, and plays on elsewhere`(
    _ surrender: Surrender, _ result: String
  ) throws {
    let fixture = try ServerFixture { configuration in
      configuration.bots = [Self.bot("quits", columns: 7) { Quitter(surrender: surrender) }]
    }
    let ann = try fixture.client("ann")
    for table in 1...2 {
      _ = try ann.ask("seek connect-four columns=7 seat=second")
      let last = try ann.read { $0.hasPrefix("result ") }.last ?? ""
      #expect(last.hasPrefix("result \(table) " + result), "\(last)")
    }
    try fixture.server.stop()
  }

  @Test func `a player of another board fails there`() throws {
    let fixture = try ServerFixture { configuration in
      let bot = HouseBot(name: "odd", game: "connect-four") { _ in true }
      configuration.bots = [
        ServerBot(bot) { _, session throws(Surrender) in
          guard session.optionsText == "rows=5" else { throw .failure("not this board") }
          return SeatedPlayer(FirstColumn())
        }
      ]
    }
    let ann = try fixture.client("ann")
    _ = try ann.ask("seek connect-four seat=second")
    #expect(
      try ann.read { $0.hasPrefix("result ") }.last
        == "result 1 second failure first failed: 'not this board'")
    _ = try ann.ask("seek connect-four rows=5 seat=second")
    #expect(try ann.read { $0.hasPrefix("moved ") }.last?.hasPrefix("moved 2 1 ") == true)
    try fixture.server.stop()
  }
}
