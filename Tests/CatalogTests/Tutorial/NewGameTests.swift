import ArenaCore
import Evaluation
import Foundation
import Match
import TestKit
import Testing
import Training

@testable import Catalog

/// The tutorial's game, of which nothing but its file and its line in the catalog exist: everything
/// else works by itself.
@Suite struct NewGameTests {
  private static let entry = GameEntry(Domineering.self, "dominoes on a square board")

  @Test func `it keeps every promise of a board game`() throws {
    try Self.entry.receive(Conformance(), [:])
  }

  private struct Conformance: GameVisitor {
    func visit<Game: BoardGame & Keyed & Symmetric>(
      _ start: Game, players: PlayerMaker<Game>
    ) throws {
      try BoardGameConformance(start, seed: 3).check(games: 20)
      try BoardGameConformance(start, seed: 3).checkKeys(games: 20, coversHistory: true)
    }
  }

  @Test func `perfect play is what the literature says`() throws {
    // Who wins when upright dominoes begin: Berlekamp; Breuker, Uiterwijk and van den Herik 2000.
    for (size, winner) in [(2, Seat.first), (3, .first), (4, .first)] {
      var analyst = try Self.entry.analyst(nil, ["size": "\(size)"])
      let analysis = try analyst.analyse(
        Self.entry.session(["size": "\(size)"]), simulations: 100)
      #expect(analysis.result == (winner == .first ? .win : .loss), "size \(size)")
    }
  }

  @Test func `it has a playthrough`() throws {
    let text = Playthrough.text(of: try Domineering(["size": "3"]), seed: 1)
    #expect(text.hasPrefix("game: domineering\noptions: size=5\nactions: 18\n"))
    #expect(text.contains("no room for a domino"))
  }

  @Test func `its rules are measured`() throws {
    let results = try Self.entry.measureRules(0.001)
    #expect(!results.isEmpty)
  }

  @Test func `a tournament rates its players`() throws {
    var plan = TournamentPlan(
      players: try ["random", "alpha-beta:depth=3"].map { text in try PlayerSpec(text) },
      gamesPerPair: 8)
    plan.keepsRecords = true
    let result = try plan.play(in: Self.entry.room(plan.room, ["size": "4"]))
    #expect(try result.records().count == 8)
  }

  @Test func `an agent learns it and plays from its run`() throws {
    let path = NSTemporaryDirectory() + "arena-domineering-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var plan = TrainingPlan(agent: "dqn", path: path, limit: .steps(200))
    plan.checkpoints = 1
    plan.promotionGames = 0
    plan.agentOptions = ["hidden": "8", "learning-starts": "100"]
    #expect(try Self.entry.train(plan, ["size": "3"]) == .limitReached)
    let run = try RunFolder(opening: path)
    #expect(run.configuration.environment == "domineering")
    #expect(run.checkpoints == [0, 1])
  }

  @Test func `a server offers it`() throws {
    let directory = GameDirectory(Catalog.games.map(\.directoryEntry) + [Self.entry.directoryEntry])
    var session = try directory.session("domineering", ["size": "2"])
    try session.play(notation: "a1v")
    #expect(session.legalMoves == [])
    #expect(session.outcome?.winner == .first)
  }
}
