import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct AlphaZeroLearnerTests {
  private func makeLearner(
    seed: UInt64 = 1, threads: Int = 1, _ extra: [String: String] = [:]
  ) throws -> AlphaZeroLearner<ConnectFour> {
    let small = [
      "blocks": "1", "channels": "8", "simulations": "8", "games": "4", "positions": "64",
      "batch": "32", "window": "400", "fast-simulations": "4",
    ].merging(extra) { _, extra in extra }
    let specs = AlphaZeroOptions.specs(for: ConnectFour.self)
    return try AlphaZeroLearner(
      ConnectFour(["columns": "5", "rows": "4"]),
      LearnerSetting(options: Options(small, for: specs), seed: seed, threads: threads))
  }

  private func train(_ learner: AlphaZeroLearner<ConnectFour>, rounds: Int) throws {
    for round in 0..<rounds { _ = try learner.advance(fraction: Double(round) / 10) }
  }

  /// Features that are off in the default options, all at once.
  private static let everything = [
    "search": "gumbel", "simulations-start": "4", "full-search": "0.6", "adjudicate": "true",
    "resign": "-0.2", "resign-check": "0.5", "validation": "0.2", "policy-surprise-weight": "0.7",
    "window-start": "256", "ema-decay": "0.9", "temperature-half-life": "3",
    "soft-policy-weight": "2", "reply-weight": "0.3",
  ]
  /// All of them off.
  private static let plain = [
    "validation": "0", "policy-surprise-weight": "0", "window-start": "0", "ema-decay": "0",
    "soft-policy-weight": "0", "reply-weight": "0", "proven-labels": "false",
  ]

  @Test(arguments: [[:], everything, plain])
  func `one thread and two learn the same weights`(_ features: [String: String]) throws {
    let one = try makeLearner(threads: 1, features)
    let two = try makeLearner(threads: 2, features)
    try train(one, rounds: 5)
    try train(two, rounds: 5)
    #expect(one.counts.updates > 0)
    #expect(one.counts == two.counts)
    #expect(one.network.parameters == two.network.parameters)
  }

  @Test func `another seed learns other weights`() throws {
    let one = try makeLearner(seed: 1)
    let other = try makeLearner(seed: 2)
    try train(one, rounds: 2)
    try train(other, rounds: 2)
    #expect(one.network.parameters != other.network.parameters)
  }

  @Test(arguments: [[:], everything, plain, ["full-search": "0.3"]])
  func `saving and resuming changes nothing`(_ features: [String: String]) throws {
    let straight = try makeLearner(features)
    try train(straight, rounds: 4)
    var archive = Safetensors()
    straight.save(to: &archive)
    for round in 4..<8 { _ = try straight.advance(fraction: Double(round) / 10) }

    let resumed = try makeLearner(features)
    try resumed.restore(from: archive)
    for round in 4..<8 { _ = try resumed.advance(fraction: Double(round) / 10) }
    #expect(resumed.counts == straight.counts)
    #expect(resumed.network.parameters == straight.network.parameters)
    #expect(resumed.trainer.network.parameters == straight.trainer.network.parameters)
    #expect(resumed.resignations == straight.resignations)
    #expect(resumed.replay.contents == straight.replay.contents)
    #expect(resumed.diagnose() == straight.diagnose())
  }

  @Test func `a state of another network or another board is refused`() throws {
    let learner = try makeLearner()
    try train(learner, rounds: 2)
    var archive = Safetensors()
    learner.save(to: &archive)
    let wider = try makeLearner(["channels": "12"])
    #expect(throws: RunError.self) { try wider.restore(from: archive) }
    let fewerGames = try makeLearner(["games": "2"])
    #expect(throws: RunError.self) { try fewerGames.restore(from: archive) }
  }
}
