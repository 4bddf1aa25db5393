import ArenaCore
import Environments
import Foundation
import NeuralCore
import Search
import Solvers
import Testing

@testable import Agents

/// What self-play writes down, against the boards that its games are replayed on.
@Suite struct SelfPlayWorkerTests {
  private typealias Worker = SelfPlayWorker<MNK>

  private func options(_ given: [String: String], for game: MNK) throws -> AlphaZeroOptions {
    let small = [
      "blocks": "0", "channels": "8", "simulations": "24", "games": "4", "opening-plies": "0",
      "validation": "0",
    ].merging(given) { $1 }
    let specs = AlphaZeroOptions.specs(for: MNK.self)
    return try AlphaZeroOptions(Options(small, for: specs), for: game)
  }

  /// An untrained network: every action is as good as the others and every position worth 0.
  private func network(for game: MNK) throws -> Network {
    var random = RandomSource(seed: 1)
    return try Network(
      AlphaZeroNetwork.architecture(for: game, .init(blocks: 0, channels: 8)), using: &random)
  }

  private func worker(
    _ given: [String: String] = [:], on game: MNK? = nil, _ network: Network? = nil,
    seed: UInt64 = 1
  ) throws -> Worker {
    let game = try game ?? MNK()
    return Worker(
      start: game, options: try options(given, for: game),
      model: NetworkModel(try network ?? self.network(for: game), capacity: 4),
      random: RandomSource(seed: seed))
  }

  private func settings(_ simulations: Int = 24, resigning: Bool = false) -> Worker.RoundSettings {
    Worker.RoundSettings(simulations: simulations, allowsResignation: resigning)
  }

  private func board(_ actions: some Sequence<UInt16>, on start: MNK? = nil) throws -> MNK {
    var game = try start ?? MNK()
    for action in actions { game.play(Int(action)) }
    return game
  }

  @Test func `a game's result is the one on the board, from the first seat's view`() throws {
    var worker = try worker(["opening-plies": "2"])
    let games = worker.play(decisions: 200, settings()).games
    for game in games {
      let outcome = try #require(try board(game.actions).outcome)
      #expect(Double(game.result) == outcome.value(for: .first))
    }
    #expect(Set(games.map(\.result)).isSuperset(of: [-1, 1]))
  }

  @Test func `games open with some random plies that no search decided`() throws {
    var worker = try worker(["opening-plies": "3"])
    let games = worker.play(decisions: 200, settings()).games
    #expect(Set(games.compactMap(\.decisions.first?.ply)) == [0, 1, 2, 3])
    for game in games {
      let first = try #require(game.decisions.first?.ply)
      #expect(game.decisions.map(\.ply) == Array(first..<game.actions.count))
    }
  }

  @Test func `only moves searched in full are decisions`() throws {
    var worker = try worker(["full-search": "0.25"])
    let selfPlayResult = worker.play(decisions: 100, settings())
    let decided = selfPlayResult.games.reduce(0) { $0 + $1.decisions.count }
    let played = selfPlayResult.games.reduce(0) { $0 + $1.actions.count }
    #expect(abs(Double(decided) / Double(played) - 0.25) < 0.1)
  }

  @Test func `moves are drawn by visits at first and are the most visited later`() throws {
    var worker = try worker(["temperature-plies": "2"])
    var early = 0
    for game in worker.play(decisions: 200, settings()).games {
      for decision in game.decisions where !decision.isProven {
        let chosen = try #require(
          decision.actions.firstIndex(of: game.actions[decision.ply]))
        let isMostVisited = decision.probabilities[chosen] == decision.probabilities.max()
        if decision.ply >= 2 { #expect(isMostVisited) }
        if decision.ply < 2 && !isMostVisited { early += 1 }
      }
    }
    #expect(early > 0)
  }

  @Test func `proven values are those of perfect play, from the mover's view`() throws {
    var worker = try worker(["temperature-plies": "9"])
    var solver = ExhaustiveSolver<MNK>()
    var proven: [Float] = []
    for game in worker.play(decisions: 100, settings(200)).games {
      for decision in game.decisions where decision.isProven {
        let position = try board(game.actions.prefix(decision.ply))
        let solution = solver.solve(position)
        let seat = try #require(position.turn)
        #expect(Double(decision.value) == solution.map { Double($0.value(for: seat)) })
        proven.append(decision.value)
      }
    }
    #expect(Set(proven).isSuperset(of: [-1, 1]))
  }

  @Test func `a decision's surprise is how far its policy is from the bare network's`() throws {
    var worker = try worker()
    for game in worker.play(decisions: 60, settings()).games {
      for decision in game.decisions {
        // The untrained network likes all legal actions alike.
        let legal = Float(try board(game.actions.prefix(decision.ply)).legalActions.count)
        let divergence = decision.probabilities.reduce(Float(0)) { $0 + $1 * log($1 * legal) }
        #expect(abs(decision.surprise - divergence) < 1e-4)
      }
    }
  }

  @Test func `games part ways by the noise of their searches`() throws {
    var worker = try worker(["temperature": "0"])
    let games = worker.play(decisions: 60, settings()).games
    #expect(Set(games.compactMap(\.decisions.first?.probabilities)).count > 1)
  }

  @Test func `new weights forget the answers of the old ones`() throws {
    var random = RandomSource(seed: 5)
    var other = try network(for: try MNK())
    for index in other.parameters.indices { other.parameters[index] = Float(random.normal()) * 0.3 }
    var used = try worker()
    _ = used.play(decisions: 60, settings())
    var fresh = try worker()
    fresh.resume(used.gamesUnderWay, random: used.random)
    used.replace(parameters: other.parameters)
    fresh.replace(parameters: other.parameters)
    #expect(
      used.play(decisions: 60, settings()).games == fresh.play(decisions: 60, settings()).games)
  }

  @Test func `games kept for validation owe no training`() throws {
    var worker = try worker(["validation": "0.5"])
    let selfPlayResult = worker.play(decisions: 100, settings())
    let underWay = worker.gamesUnderWay.filter { !$0.isForValidation }.map(\.record)
    let learnt = (selfPlayResult.games + underWay).reduce(0) { $0 + $1.decisions.count }
    #expect(selfPlayResult.decisions == learnt)
    #expect(!selfPlayResult.games.isEmpty && !selfPlayResult.validationGames.isEmpty)
    #expect(Set(selfPlayResult.games).isDisjoint(with: selfPlayResult.validationGames))
  }

  // MARK: Resignation

  /// A network that promises every seat to move a win: after any move, all actions look lost.
  private func gloomyNetwork(for game: MNK) throws -> Network {
    var network = try network(for: game)
    // The bias of the value head, which comes last.
    network.parameters[network.parameters.count - 1] = 3
    return network
  }

  private func resigningGames(_ given: [String: String]) throws -> SelfPlayResult {
    let game = try MNK(["columns": "5", "rows": "5", "length": "4"])
    var worker = try worker(
      ["resign": "-0.3", "opening-plies": "1"].merging(given) { $1 }, on: game,
      gloomyNetwork(for: game))
    return worker.play(decisions: 400, settings(8, resigning: true))
  }

  @Test func `the seat that gives up has lost`() throws {
    let game = try MNK(["columns": "5", "rows": "5", "length": "4"])
    let games = try resigningGames(["resign-check": "0.01"]).games
    let early = try games.filter { try board($0.actions, on: game).outcome == nil }
    for record in early {
      // Three searches of its own, two of the other seat's between them, and it gives up.
      #expect(record.decisions.count == 5)
      #expect(record.result == (record.decisions[0].ply == 0 ? -1 : 1))
    }
    #expect(Set(early.map(\.result)) == [-1, 1])
  }

  @Test func `games played on show whether giving up would have been wrong`() throws {
    let game = try MNK(["columns": "5", "rows": "5", "length": "4"])
    let selfPlayResult = try resigningGames(["resign-check": "0.9"])
    var checks: [Bool] = []
    for record in selfPlayResult.games {
      guard let outcome = try board(record.actions, on: game).outcome else { continue }
      let loser: Seat = record.decisions[0].ply == 0 ? .first : .second
      checks.append(outcome.value(for: loser) >= 0)
      #expect(Double(record.result) == outcome.value(for: .first))
    }
    #expect(selfPlayResult.resignationChecks == checks)
    #expect(Set(checks) == [true, false])
  }
}
