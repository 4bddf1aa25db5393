import ArenaCore
import Foundation
import NeuralCore
import Search
import Training

/// Learns a board game from self-play alone: a network guides the search, the search improves on
/// the network, and the network learns from the search and from the results of the games.
///
/// A round is self-play by all workers with fixed weights, then training on the replay window.
/// Workers gather in a fixed order and gradients are reduced in a fixed order, so the number of
/// threads never changes a result.
///
/// Source: Silver et al. 2018.
///
/// Deviations:
///
/// | paper | here | why |
/// |---|---|---|
/// | actors and learner run apart | rounds of self-play and training in turn | repeatable bit for bit; both cores stay busy either way |
/// | value head: tanh, squared error | logit, cross-entropy with the win probability | steeper gradients where the value is wrong |
/// | value target: the result | the result mixed with the search's value (`result-weight`) | less noise from few games |
/// | batch normalisation | none; residual branches start at zero | fewer parts, faster |
/// | momentum, step-wise rate | AdamW, cosine | fewer settings to tune |
/// | 800 simulations, no proofs | few simulations; proven wins, losses and draws end a search | strength for the time of two cores |
/// | openings from temperature only | up to `opening-plies` random plies besides | variety with few games |
///
/// Results: see the README's results table, which names the command, the seed and the machine.
public final class AlphaZeroLearner<Game: BoardGame & Symmetric>: Learner {
  public typealias World = Game

  public private(set) var counts = LearnerCounts()

  private let start: Game
  private let options: AlphaZeroOptions
  private let threads: Int
  private var workers: [SelfPlayWorker<Game>]
  private var replay: GameReplay<Game>
  private let trainer: Trainer
  private var targets: BatchTargets
  private var random: RandomSource
  private var owedUpdates = 0.0

  public init(_ start: Game, _ setting: LearnerSetting) throws {
    let options = AlphaZeroOptions(setting.options)
    self.start = start
    self.options = options
    threads = setting.threads
    var initial = RandomSource(seed: setting.seed, streams: 0)
    let network = try Network(
      AlphaZeroNetwork.architecture(
        for: start, blocks: options.blocks, channels: options.channels), using: &initial)
    workers = (0..<options.workers).map { worker in
      SelfPlayWorker(
        start: start, options: options,
        evaluator: NetworkEvaluator(network, capacity: options.gamesPerWorker),
        random: RandomSource(seed: setting.seed, streams: 1, UInt32(worker)))
    }
    replay = GameReplay(
      start: start,
      symmetries: options.usesSymmetry ? start.symmetries : Array(start.symmetries.prefix(1)),
      capacity: options.window)
    trainer = Trainer(
      network, optimiser: .adamW(decay: Float(options.decay)), capacity: options.batch,
      threads: setting.threads)
    targets = BatchTargets(batch: options.batch, actionCount: start.actionCount)
    random = RandomSource(seed: setting.seed, streams: 2)
  }

  public var network: Network { trainer.network }

  public func advance(fraction: Double) throws -> [Metric] {
    let before = workers.reduce(0) { $0 + $1.evaluations }
    gather()
    let evaluations = workers.reduce(0) { $0 + $1.evaluations } - before
    var metrics = [Metric("evaluations", Double(evaluations))]
    if let losses = train(fraction: fraction) {
      metrics += [Metric("policy", losses.policy), Metric("value", losses.value)]
    }
    return metrics
  }

  // MARK: Self-play

  /// Every worker plays its share of a round with the same weights.
  private func gather() {
    let parameters = trainer.network.parameters
    let share = (options.positionsPerRound + workers.count - 1) / workers.count
    var harvests = [SelfPlayWorker<Game>.Harvest?](repeating: nil, count: workers.count)
    workers.withUnsafeMutableBufferPointer { workers in
      harvests.withUnsafeMutableBufferPointer { harvests in
        // Each worker is touched by one thread only.
        nonisolated(unsafe) let workers = workers
        nonisolated(unsafe) let harvests = harvests
        Parallel.run(workers.count, threads: threads) { index in
          workers[index].replace(parameters: parameters)
          harvests[index] = workers[index].play(decisions: share)
        }
      }
    }
    var decisions = 0
    for harvest in harvests.compactMap(\.self) {
      replay.add(harvest.games)
      counts.steps += harvest.moves
      counts.episodes += harvest.games.count
      decisions += harvest.decisions
    }
    owedUpdates += options.reuse * Double(decisions) / Double(options.batch)
  }

  // MARK: Training

  /// Pays the updates owed for the positions played; nil while the window is too small.
  private func train(fraction: Double) -> (policy: Double, value: Double)? {
    guard replay.count >= options.batch else {
      owedUpdates = 0
      return nil
    }
    let updates = Int(owedUpdates)
    owedUpdates -= Double(updates)
    guard updates > 0 else { return nil }
    // Cosine from the full rate to a twentieth of it.
    let rate = Float(options.rate * (0.05 + 0.95 * (1 + cos(.pi * fraction)) / 2))
    var sums = LossSums()
    for _ in 0..<updates {
      fillBatch()
      sums += step(rate: rate)
    }
    counts.updates += updates
    let rows = Double(updates * options.batch)
    return (sums[0] / rows, sums[1] / rows)
  }

  private func fillBatch() {
    let width = start.observationShape.count
    for row in 0..<options.batch {
      let inputs = UnsafeMutableBufferPointer(
        rebasing: trainer.inputs[row * width..<(row + 1) * width])
      var features = inputs.mutableSpan
      replay.sample(
        features: &features, targets: &targets, row: row,
        resultWeight: Float(options.resultWeight), using: &random)
    }
  }

  /// One optimiser step on the batch; sums of the policy and the value loss over its rows.
  private func step(rate: Float) -> LossSums {
    let targets = self.targets
    let scale = 1 / Float(options.batch)
    return trainer.step(count: options.batch, learningRate: rate, clip: 5) { shard in
      var sums = LossSums()
      for row in shard.rows {
        targets.withRow(row) { policy, legal in
          sums[0] += Loss.crossEntropy(
            logits: shard.output(AlphaZeroNetwork.policyHead, row: row), target: policy,
            legal: legal, weight: scale,
            gradient: shard.gradient(AlphaZeroNetwork.policyHead, row: row))
        }
        sums[1] += AlphaZeroNetwork.valueLoss(
          logit: shard.output(AlphaZeroNetwork.valueHead, row: row)[0],
          target: targets.values[row], weight: scale,
          gradient: &shard.gradient(AlphaZeroNetwork.valueHead, row: row)[0])
      }
      return sums
    }
  }

  // MARK: Playing

  public func makePlayer() -> any Player<Game> {
    AlphaZero.player(network, for: start, simulations: options.simulations)
  }

  // MARK: Saving

  public func save(to archive: inout Safetensors) {
    archive.add(trainer.state, prefix: "trainer.")
    RecordedGame.save(replay.contents, as: "replay.", to: &archive)
    for (index, worker) in workers.enumerated() {
      RecordedGame.save(worker.gamesUnderWay, as: "worker.\(index).", to: &archive)
      archive.add(worker.random, as: "worker.\(index).random")
    }
    archive.add(random, as: "random")
    archive.set("owed_updates", [owedUpdates])
    archive.add(counts, as: "counts")
  }

  public func restore(from archive: Safetensors) throws {
    trainer.state = try archive.trainerState(prefix: "trainer.", like: trainer.state)
    replay.replaceAll(with: try RecordedGame.restore(as: "replay.", from: archive, start: start))
    for index in workers.indices {
      let games = try RecordedGame.restore(as: "worker.\(index).", from: archive, start: start)
      guard games.count == options.gamesPerWorker else {
        throw RunError.mismatch("worker \(index) had \(games.count) games under way")
      }
      workers[index].resume(games, random: try archive.random("worker.\(index).random"))
    }
    random = try archive.random("random")
    owedUpdates = try archive.one("owed_updates", as: Double.self)
    counts = try archive.counts("counts")
  }
}
