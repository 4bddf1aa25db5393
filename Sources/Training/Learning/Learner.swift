public import ArenaCore
public import NeuralCore

/// A training algorithm at work: it gathers experience in a world and turns it into weights.
///
/// DQN, PPO and AlphaZero are learners. A training run drives any of them, saves them, resumes them
/// and measures them; it knows nothing of how they learn.
public protocol Learner<World>: AnyObject {
  associatedtype World: Environment

  /// Work done so far, over all sessions of the run. Set where a run goes on from the weights of a
  /// checkpoint.
  var counts: LearnerCounts { get set }

  /// The current weights: what a checkpoint keeps and a player plays with.
  var network: Network { get }

  /// The first of what learning goes on from that holds infinities or no numbers; nil while all is
  /// well. What is lost once stays lost.
  var lostNumbers: TrainingNumbers? { get }

  /// The first reward that was no finite number; nil while all are well. The round in which it came
  /// learns nothing of it.
  var lostReward: LostReward? { get }

  /// What a user should know before training begins, such as the memory it will take; by default
  /// nothing.
  var notes: [String] { get }

  /// One round: gather some experience, learn from it.
  ///
  /// - Parameter fraction: how much of the run is behind us, 0 ... 1, for schedules. In a run bounded
  ///   by steps it depends on `counts` alone, so that the run is repeatable.
  /// - Returns: the metrics of the round, in a fixed order.
  func advance(fraction: Double) throws -> [Metric]

  /// Everything that `restore` needs to go on as if nothing had happened, bit for bit.
  func save(to archive: inout Safetensors)

  /// Goes on where the archive was saved.
  ///
  /// - Throws: `RunError` when the archive does not fit this learner.
  func restore(from archive: Safetensors) throws

  /// Goes on from the weights of a checkpoint, as a rollback wants; what was gathered stays.
  ///
  /// - Throws: `RunError` when they are of another network.
  func loadWeights(_ network: Network) throws

  /// Plays the current policy as well as it can, without exploring.
  func makePlayer() -> any Player<World>

  /// Metrics of the current network that cost too much for every round, such as its errors on
  /// games it never learnt from; asked for at every checkpoint. By default none.
  func diagnose() -> [Metric]
}

extension Learner {
  public var lostReward: LostReward? { nil }

  public var notes: [String] { [] }

  public func diagnose() -> [Metric] { [] }
}

/// A reward that nothing can be learnt from.
public struct LostReward: Sendable, Hashable {
  public let reward: Double
  /// The step of the run that it came with, from 1.
  public let step: Int

  /// Nil for a reward that is a finite number.
  public init?(_ reward: Double, at step: Int) {
    guard !reward.isFinite else { return nil }
    self.reward = reward
    self.step = step
  }
}

/// How much a learner has done.
public struct LearnerCounts: Sendable, Hashable {
  /// Actions taken in the world; moves, for a game.
  public var steps = 0
  /// Finished episodes; games, for a game.
  public var episodes = 0
  /// Optimiser steps.
  public var updates = 0

  public init() {}
}

/// One named number of a round: a loss, an entropy, a rating.
public struct Metric: Sendable, Hashable {
  public var name: String
  public var value: Double
  /// Whether it is what training makes smaller: one that is no number ends the run.
  public var isLoss = false

  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }

  public static func loss(_ name: String, _ value: Double) -> Metric {
    var metric = Metric(name, value)
    metric.isLoss = true
    return metric
  }
}

/// What a learner is given when it is made.
public struct LearnerSetting: Sendable {
  /// The agent's options.
  public var options: Options
  /// The seed of everything random in the run.
  public var seed: UInt64
  /// How many threads may work; never changes a result.
  public var threads: Int

  public init(options: Options, seed: UInt64, threads: Int) {
    self.options = options
    self.seed = seed
    self.threads = threads
  }
}
