import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

/// What an AlphaZero learner keeps from round to round, saves and gives up.
@Suite struct LearnerStateTests {
  private func learner(
    _ given: [String: String] = [:], on game: MNK? = nil
  ) throws -> AlphaZeroLearner<MNK> {
    let small = [
      "blocks": "1", "channels": "8", "simulations": "8", "games": "4", "positions": "64",
      "batch": "32",
    ].merging(given) { $1 }
    let specs = AlphaZeroOptions.specs(for: MNK.self)
    return try AlphaZeroLearner(
      game ?? MNK(), LearnerSetting(options: Options(small, for: specs), seed: 1, threads: 1))
  }

  /// A batch too large to be drawn: self-play alone.
  private let untrained = ["batch": "8192"]

  @Test func `what was played is counted and owes its share of updates`() throws {
    let learner = try learner(["batch": "32", "replay-ratio": "4"])
    var selfPlayResult = SelfPlayResult()
    selfPlayResult.moves = 200
    selfPlayResult.decisions = 64
    selfPlayResult.validationGames = [RecordedGame(actions: [], decisions: [], result: 0)]
    learner.store(selfPlayResult)
    #expect(learner.pendingUpdates == 8)
    #expect(learner.positionsPlayed == 64)
    #expect(learner.counts.steps == 200 && learner.counts.episodes == 1)
    #expect(learner.replay.contents.isEmpty && learner.validation.contents.count == 1)
  }

  @Test func `the window grows with all positions of the run, over a restart too`() throws {
    let growing = untrained.merging(["window-start": "256", "validation": "0"]) { $1 }
    var learner = try learner(growing)
    for _ in 0..<6 { _ = try learner.advance(fraction: 0) }
    var archive = Safetensors()
    learner.save(to: &archive)
    learner = try self.learner(growing)
    try learner.restore(from: archive)
    for _ in 0..<6 { _ = try learner.advance(fraction: 0) }
    let size = learner.options.replay.window.size(after: learner.positionsPlayed)
    #expect(size > 400)
    // The oldest game, of nine plies at most, goes whole.
    #expect(learner.replay.count <= size && learner.replay.count > size - 10)
  }

  @Test func `updates pending are pending after a restart`() throws {
    let learner = try learner()
    learner.pendingUpdates = 2.75
    var archive = Safetensors()
    learner.save(to: &archive)
    let resumed = try self.learner()
    try resumed.restore(from: archive)
    #expect(resumed.pendingUpdates == 2.75)
  }

  @Test func `more updates than can be pending are refused`() throws {
    let played = try learner(["validation": "0"])
    _ = try played.advance(fraction: 0)
    let lessons = ["from-games": "lessons", "from-games-epochs": "1000"]
    func restore(_ given: [String: String], pending: Double, after steps: Int) throws {
      let learner = try learner(given)
      learner.replay = played.replay
      (learner.pendingUpdates, learner.counts.steps) = (pending, steps)
      var archive = Safetensors()
      learner.save(to: &archive)
      try self.learner(given).restore(from: archive)
    }
    let most = (1000 * Double(played.replay.count) / 32).rounded(.up)
    try restore(lessons, pending: most, after: 0)
    for (given, pending, steps) in [
      (lessons, most + 2, 0), (lessons, most, 1), ([:], most, 0), (lessons, -1, 0),
      (lessons, .nan, 0),
    ] {
      #expect(throws: RunError.self) { try restore(given, pending: pending, after: steps) }
    }
  }

  @Test func `games under way come back with all that was decided about them`() throws {
    let start = try MNK()
    var games: [GameInProgress] = []
    for (first, second, loser) in [(0, 0, nil), (3, 1, Seat.first), (2, 5, .second)] {
      var game = GameInProgress()
      game.record.actions = games.isEmpty ? [] : [4, 0]
      game.isForValidation = first == 3
      game.isPlayedOn = second == 5
      game.resignation = Resignation(first: first, second: second, loser: loser)
      games.append(game)
    }
    var archive = Safetensors()
    GameInProgress.save(games, as: "worker.", to: &archive)
    #expect(try GameInProgress.restore(as: "worker.", from: archive, start: start) == games)
  }

  @Test func `searches grow with the run`() throws {
    let learner = try learner(
      untrained.merging(["simulations-start": "2", "simulations": "40"]) { $1 })
    func simulationsAMove(fraction: Double) throws -> Double {
      let moves = learner.counts.steps
      let before = learner.workers.reduce(0) { $0 + $1.simulations }
      _ = try learner.advance(fraction: fraction)
      let after = learner.workers.reduce(0) { $0 + $1.simulations }
      return Double(after - before) / Double(learner.counts.steps - moves)
    }
    #expect(try simulationsAMove(fraction: 0) <= 2)
    #expect(try simulationsAMove(fraction: 1) > 10)
  }

  @Test func `nobody resigns before the checks allow it`() throws {
    let learner = try learner(
      untrained.merging(["resign": "-0.3", "resign-check": "0.01", "blocks": "0"]) { $1 },
      on: MNK(["columns": "5", "rows": "5", "length": "4"]))
    // Every position promises the seat to move a win: after any move, all actions look lost.
    var state = learner.trainer.state
    state.parameters[learner.network.parameters.count - 1] = 3
    learner.trainer.state = state
    func earlyEnds() -> Int {
      learner.replay.contents.count { record in
        var game = learner.start
        for action in record.actions { game.play(Int(action)) }
        return game.outcome == nil
      }
    }
    for _ in 0..<3 { _ = try learner.advance(fraction: 0) }
    #expect(earlyEnds() == 0)
    learner.resignations = ResignationMonitor(checks: [Bool](repeating: false, count: 300))
    for _ in 0..<3 { _ = try learner.advance(fraction: 0) }
    #expect(earlyEnds() > 0)
  }

  @Test func `a diagnosis looks at either window and at every action`() throws {
    let learner = try learner(untrained.merging(["validation": "0.2"]) { $1 })
    for _ in 0..<4 { _ = try learner.advance(fraction: 0) }
    let metrics = Dictionary(uniqueKeysWithValues: learner.diagnose().map { ($0.name, $0.value) })
    #expect(learner.validation.count > 0 && learner.validation.count < learner.replay.count)
    for (prefix, count) in [
      ("validation.", learner.validation.count), ("training.", learner.replay.count),
    ] {
      #expect(metrics[prefix + "positions"] == Double(count))
      // An untrained network prefers the first legal action.
      #expect((0.05..<0.6).contains(metrics[prefix + "policy-accuracy"] ?? .nan))
    }
  }

  @Test func `a learner that loads weights begins the optimiser and the average afresh`() throws {
    let learner = try learner()
    for round in 0..<4 { _ = try learner.advance(fraction: Double(round) / 8) }
    let earlier = learner.network
    for round in 4..<6 { _ = try learner.advance(fraction: Double(round) / 8) }
    let heads = Array(learner.trainer.state.parameters.dropFirst(earlier.parameters.count))
    let played = learner.replay.contents

    try learner.loadWeights(earlier)
    #expect(learner.network.parameters == earlier.parameters)
    let state = learner.trainer.state
    #expect(Array(state.parameters.dropFirst(earlier.parameters.count)) == heads)
    #expect(state.moments.allSatisfy { moments in moments.allSatisfy { $0 == 0 } })
    #expect(state.stepCount == 0)
    #expect(learner.replay.contents == played)
    let wider = try self.learner(["channels": "12"])
    #expect(throws: RunError.self) { try learner.loadWeights(wider.network) }
  }
}
