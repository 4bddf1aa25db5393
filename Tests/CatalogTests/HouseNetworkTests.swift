import ArenaCore
import Dispatch
import Environments
import Foundation
import Match
import NeuralCore
import Synchronization
import Testing

@testable import Agents
@testable import Catalog
@testable import Training

/// The networks that house bots share, and those that take their place.
@Suite struct HouseNetworkTests {
  /// A run folder with checkpoints of random networks, removed with the value.
  private final class Run {
    let path = NSTemporaryDirectory() + "arena-house-\(UUID().uuidString)"
    let folder: RunFolder
    let game: ConnectFour

    init() throws {
      game = try ConnectFour(["columns": "4", "rows": "4"])
      folder = try RunFolder(
        training: path,
        RunConfiguration(
          environment: "connect-four", environmentOptions: ["columns": "4", "rows": "4"],
          agent: "alphazero", agentOptions: [:], seed: 1))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a random network as a checkpoint.
    func write(_ number: Int) throws {
      var random = RandomSource(seed: UInt64(number))
      try Network(
        AlphaZeroNetwork.architecture(for: game, .init(blocks: 0, channels: 4)), using: &random
      ).write(to: folder.checkpointPath(number))
    }
  }

  private func spec(_ run: Run, _ more: String = "") throws -> PlayerSpec {
    try PlayerSpec("alphazero:run=\(run.path),checkpoint=last\(more)")
  }

  @Test func `bots of one network at several strengths share a group, others do not`() throws {
    let run = try Run()
    try run.write(0)
    let networks = HouseNetworks()
    let game = try Catalog.game("connect-four")
    var all: [HousePlayers] = []
    func network(_ more: String) throws -> ObjectIdentifier {
      let players = try game.housePlayers(spec(run, more), nil, networks)
      // Only what somebody still plays with is found again.
      all.append(players)
      #expect(players.options == ["columns": "4", "rows": "4"] && players.analyst != nil)
      guard case .together(let group as SeatedGroup) = players.play else {
        throw RequestError.wrongRun("no group")
      }
      return ObjectIdentifier(group.network)
    }
    let plain = try network("")
    #expect(try network(",simulations=2") == plain)
    #expect(try network(",resign=-0.5") == plain)
    #expect(try network(",proof-nodes=100") != plain)
    #expect(throws: (any Error).self) { try network(",levels=3") }
  }

  private struct NoAnalyst: SessionAnalyst {
    func analyses(_ session: any GameSession) -> Bool { false }
    func analyse(
      _ session: any GameSession, simulations: Int, limit: Duration
    ) throws(Surrender) -> SessionAnalysis { throw .resignation }
  }

  /// Stands for a group: hears which network was asked for which game.
  private final class Listener: GameGroup {
    typealias World = ConnectFour
    let number: Int
    let heard: @Sendable (Int, Int) -> Void
    init(_ number: Int, _ heard: @escaping @Sendable (Int, Int) -> Void) {
      self.number = number
      self.heard = heard
    }
    func think(_ turn: GameTurn<ConnectFour>) { heard(turn.turn.game, number) }
    func forget(game: Int) { heard(-game, number) }
  }

  @Test func `a newer network plays new games, and games under way keep theirs`() throws {
    let run = try Run()
    try run.write(0)
    let heard = Mutex<[[Int]]>([])
    let reports = Mutex<[String]>([])
    let folder = run.folder
    let names = try TrainedNetworkOptions().applying(
      Options(["run": run.path, "checkpoint": "last"], for: TrainedNetworkOptions().specs))
    let network = try FollowedNetwork<HouseNetwork>(
      names, report: { line in reports.withLock { $0.append(line) } },
      make: {
        let number = try folder.checkpoint(named: "last")
        _ = try folder.network(named: "last")
        return HouseNetwork(
          Listener(number) { game, number in heard.withLock { $0.append([game, number]) } },
          NoAnalyst())
      })
    let group = SeatedGroup(network, try Options([:], for: []))
    func think(_ game: Int) {
      group.think(
        GroupTurn(
          game: game, seat: .first, session: Session(run.game), budget: .unlimited, seed: 1,
          began: {}, decided: { _ in }))
    }
    think(1)
    network.look()
    #expect(reports.withLock { $0 } == [])
    try run.write(7)
    network.look()
    #expect(reports.withLock { $0 } == ["\(run.path): new games are played by checkpoint 7"])
    think(1)
    think(2)
    group.forget(game: 1)
    think(1)
    // What cannot be read changes nothing.
    try Data("rubbish".utf8).write(to: URL(fileURLWithPath: run.folder.checkpointPath(8)))
    network.look()
    think(3)
    #expect(reports.withLock { $0.last?.contains("checkpoint 8 cannot be used") } == true)
    #expect(
      heard.withLock { $0 } == [[1, 0], [1, 0], [2, 7], [-1, 0], [1, 7], [3, 7]])
  }

  @Test func `a run is looked at by itself within five seconds`() throws {
    let run = try Run()
    try run.write(0)
    let reported = DispatchSemaphore(value: 0)
    let networks = HouseNetworks(report: { _ in reported.signal() })
    let players = try Catalog.game("connect-four").housePlayers(spec(run), nil, networks)
    try run.write(1)
    withExtendedLifetime((networks, players)) {
      #expect(reported.wait(timeout: .now() + 60) == .success)
    }
  }
}
