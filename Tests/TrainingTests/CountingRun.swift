import ArenaCore
import Foundation
import Match
import NeuralCore

@testable import Training

/// A run whose learner only counts, for tests of what is around a learner.
final class CountingRun {
  let folder: RunFolder
  let learner = CountingLearner()
  let checkpointEvaluator: StepExaminer
  var plan: TrainingRun<Nothing>.Plan
  private(set) var said: [String] = []

  /// - Parameters:
  ///   - path: of a folder to put the run in.
  ///   - stronger: says which checkpoints beat the best one; nil promotes none.
  init(
    _ path: String, steps: Int, checkpoints: Int, target: Double? = nil,
    start: RunStart = .savedState, stronger: ((Int) -> Bool)? = nil
  ) throws {
    let configuration = RunConfiguration(
      environment: "nothing", environmentOptions: [:], agent: "counter",
      agentOptions: ["learning-rate": "0.5", "max-grad-norm": "0"], seed: 1)
    var plan = TrainingRun<Nothing>.Plan(limit: .steps(steps))
    plan.checkpoints = checkpoints
    plan.target = target
    plan.start = start
    self.plan = plan
    folder = try RunFolder(
      training: path + "/run", configuration, isFresh: start == .nothing)
    checkpointEvaluator = StepExaminer(learner, stronger)
  }

  func start(
    stopAfter rounds: Int = .max, watch: EvaluationWatch = EvaluationWatch(),
    everyRound: @escaping (Int) -> Void = { _ in }
  ) throws -> TrainingEnd {
    try TrainingRun(
      learner, in: folder, plan: plan, checkpointEvaluator: checkpointEvaluator, watch: watch,
      shouldStop: {
        everyRound(self.learner.rounds)
        return self.learner.rounds >= rounds
      },
      report: { self.said.append($0) }
    ).run()
  }
}

struct Nothing: Environment {
  var turn: Seat? { nil }
  var observationShape: ObservationShape { .vector(1) }
  mutating func reset(using random: inout RandomSource) {}
  mutating func step(_ action: Int, using random: inout RandomSource) -> Step { Step(reward: 0) }
  func observe(as seat: Seat, into features: inout MutableSpan<Float>) {}
}

/// Takes five steps a round and learns to count them: its first weight is the number of rounds that
/// its weights have seen.
final class CountingLearner: Learner {
  var counts = LearnerCounts()
  /// The step at which it loses its weights, or its loss alone; nil never does.
  var losesWeightsAt: Int?
  var losesLossAt: Int?
  /// The step whose reward is no number.
  var losesRewardAt = Int.max
  /// Rounds of this session.
  var rounds = 0
  var network: Network

  init() {
    let architecture = Architecture(
      input: .vector(1), trunk: [], heads: [Head(name: "out", layers: [.dense(outputs: 1)])])
    var random = RandomSource(seed: 1)
    guard let network = try? Network(architecture, using: &random) else {
      preconditionFailure("one dense layer is a network")
    }
    self.network = network
    self.network.parameters = [0, 0]
  }

  func advance(fraction: Double) -> [Metric] {
    rounds += 1
    counts.steps += 5
    network.parameters[0] += 1
    if counts.steps == losesWeightsAt { network.parameters[1] = .nan }
    let isLost = counts.steps == losesLossAt
    return [Metric("rounds", Double(rounds)), Metric.loss("loss", isLost ? .infinity : 0.5)]
  }

  var lostNumbers: TrainingNumbers? {
    network.parameters.allSatisfy(\.isFinite) ? nil : .weights
  }

  var lostReward: LostReward? {
    counts.steps >= losesRewardAt ? LostReward(.nan, at: losesRewardAt) : nil
  }

  func save(to archive: inout Safetensors) {
    archive.add(counts, as: "counts")
    archive.set("trainer.parameters", network.parameters)
  }

  func restore(from archive: Safetensors) throws {
    counts = try archive.counts("counts")
    network.parameters = try archive.values("trainer.parameters", as: Float.self)
  }

  func diagnose() -> [Metric] { [Metric("diagnosed", Double(network.parameters[0]))] }

  func makePlayer() -> any Player<Nothing> { preconditionFailure("nobody plays nothing") }
}

/// Scores a checkpoint by the steps taken.
final class StepExaminer: CheckpointEvaluator {
  typealias World = Nothing

  private let learner: CountingLearner
  private let stronger: ((Int) -> Bool)?
  /// What checkpoints score by the steps taken, where the best is the one of the highest score.
  var scores: ((Int) -> Double)?
  /// The first weights of the best networks that were challenged.
  private(set) var champions: [Float] = []

  init(_ learner: CountingLearner, _ stronger: ((Int) -> Bool)?) {
    self.learner = learner
    self.stronger = stronger
  }

  func evaluate(_ candidate: Candidate<Nothing>, _ watch: EvaluationWatch) throws
    -> EvaluationResult
  {
    let counter = watch.counter("game", of: 2)
    for _ in 0..<2 where !counter.begin() { throw Interruption() }
    let steps = learner.counts.steps
    let score = scores.map { $0(steps) } ?? Double(steps)
    var evaluation = EvaluationResult(summary: "score \(score)", score: score, metrics: [])
    evaluation.games = [
      GameRecord(
        game: "nothing", first: "a", second: "b", moves: [],
        outcome: Outcome(winner: nil, reason: "nothing happened"), cause: .rules)
    ]
    return evaluation
  }

  var promotes: Bool { stronger != nil }
  var promotesByScore: Bool { scores != nil }

  func challenge(
    _ candidate: Candidate<Nothing>, number: Int, best: Network, _ watch: EvaluationWatch
  ) -> Promotion {
    champions.append(best.parameters[0])
    return Promotion(
      against: nil, wins: 1, draws: 2, losses: 3, limit: 6, logLikelihoodRatio: 0,
      verdict: stronger?(number) == true ? .stronger : .undecided)
  }

  func file(of games: [GameRecord]) -> SampleGames? {
    SampleGames(text: "\(games.count) games", kind: "txt")
  }
}
