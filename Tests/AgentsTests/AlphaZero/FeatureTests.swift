import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

/// Each feature of an AlphaZero run at work on a small board.
@Suite struct FeatureTests {
  private func learner<Game: BoardGame & Symmetric>(
    _ game: Game, _ given: [String: String], seed: UInt64 = 1
  ) throws -> AlphaZeroLearner<Game> {
    let small = [
      "blocks": "1", "channels": "8", "simulations": "8", "games": "4", "positions": "64",
      "batch": "32", "fast-simulations": "4",
    ].merging(given) { _, given in given }
    let specs = AlphaZeroOptions.specs(for: type(of: game))
    return try AlphaZeroLearner(
      game, LearnerSetting(options: Options(small, for: specs), seed: seed, threads: 1))
  }

  private func rounds<Game>(
    _ count: Int, of learner: AlphaZeroLearner<Game>
  ) throws -> [Metric] {
    var metrics: [Metric] = []
    for round in 0..<count {
      metrics = try learner.advance(fraction: Double(round) / Double(count))
    }
    return metrics
  }

  @Test(arguments: [
    ["search": "gumbel"], ["simulations-start": "2"], ["forced-playouts": "2"],
    ["temperature-half-life": "2", "temperature-end": "0.2"], ["adjudicate": "true"],
    ["proven-labels": "false"], ["window-start": "0"], ["policy-surprise-weight": "1"],
    ["ema-decay": "0"],
    ["ema-decay": "0.9"], ["reply-weight": "0"], ["reply-weight": "2"],
    ["soft-policy-weight": "0"], ["soft-policy-weight": "8"], ["resign": "-0.1"],
    ["validation": "0.5"], ["full-search": "0.5"], ["mode": "async"],
    ["network-normalisation": "batch"], ["network-normalisation": "layer"],
    ["network-squeeze-excite": "4"], ["network-global-pooling": "4"],
    ["network-activation": "mish"], ["network-activation": "leaky-relu"],
  ])
  func `with any feature, some rounds end in finite losses and other weights`(
    _ feature: [String: String]
  ) throws {
    let learner = try learner(MNK(), feature)
    let before = learner.network.parameters
    let metrics = try rounds(6, of: learner)
    #expect(learner.counts.updates > 0)
    // Both at once, a round may leave all its updates to the next one.
    #expect(metrics.contains { $0.name == "policy" } || feature["mode"] == "async")
    for metric in metrics { #expect(metric.value.isFinite, "\(metric.name)") }
    #expect(learner.network.parameters != before)
    #expect(learner.network.parameters.contains { !$0.isFinite } == false)
  }

  @Test func `the learning rate goes by its schedule from its start to its end`() throws {
    for (schedule, middle, end) in [
      ("constant", 0.25, 0.25), ("linear", 0.15, 0.05), ("cosine", 0.15, 0.05),
    ] {
      let options = try learner(
        MNK(),
        [
          "learning-rate": "0.25", "final-learning-rate": "0.05",
          "learning-rate-schedule": schedule,
        ]
      ).options.optimiser
      for (fraction, rate) in [(0, 0.25), (0.5, middle), (1, end)] {
        #expect(abs(options.learningRate(at: fraction) - Float(rate)) < 1e-6, "\(schedule)")
      }
      let early = options.learningRate(at: 0.25)
      #expect(early == 0.25 || (early < 0.2001) == (schedule == "linear"))
    }
  }

  @Test func `a block has the parts that the options name, the last one pools`() throws {
    let options = [
      "blocks": "2", "network-normalisation": "batch", "network-squeeze-excite": "3",
      "network-global-pooling": "5", "network-activation": "mish",
    ]
    let trunk = try learner(MNK(), options).network.architecture.trunk
    let first: [Layer] = [
      .convolution(channels: 8, kernel: 3), .batchNormalisation, .activation(.mish),
      .convolution(channels: 8, kernel: 3), .batchNormalisation, .squeezeExcite(reduced: 3),
    ]
    var last = first
    last.insert(.globalPoolingBias(channels: 5), at: 2)
    #expect(
      trunk == [
        .convolution(channels: 8, kernel: 3), .batchNormalisation, .activation(.mish),
        .residual(first), .activation(.mish), .residual(last), .activation(.mish),
      ])
  }

  @Test func `a board with points teaches owners and margins`() throws {
    let learner = try learner(GoLite(["columns": "3", "rows": "3"]), ["positions": "128"])
    #expect(learner.options.heads.map(\.kind) == AuxiliaryHead.Kind.allCases)
    let metrics = try rounds(6, of: learner)
    for name in ["ownership", "score"] {
      let loss = try #require(metrics.first { $0.name == name })
      #expect(loss.value > 0 && loss.value.isFinite)
    }
  }

  @Test func `owners and margins are refused where there are no points, if asked for`() throws {
    for option in ["ownership-weight", "score-weight"] {
      #expect(throws: OptionError.self) { try learner(MNK(), [option: "1"]) }
      _ = try learner(MNK(), [option: "0"])
    }
    #expect(try learner(MNK(), [:]).options.heads.map(\.kind) == [.reply, .softPolicy])
  }

  @Test func `players run the network without auxiliary heads`() throws {
    let learner = try learner(Othello(["size": "4"]), ["ema-decay": "0"])
    _ = try rounds(3, of: learner)
    let whole = learner.trainer.network
    let playing = learner.network
    #expect(
      whole.architecture.heads.map(\.name) == [
        "policy", "value", "reply", "soft-policy", "ownership", "score",
      ])
    #expect(playing.architecture.heads.map(\.name) == ["policy", "value"])
    #expect(playing.parameters == Array(whole.parameters.prefix(playing.parameters.count)))
    let (one, other) = (Predictor(whole, capacity: 1), Predictor(playing, capacity: 1))
    for index in one.inputs.indices {
      one.inputs[index] = Float(index % 3)
      other.inputs[index] = Float(index % 3)
    }
    one.run(count: 1)
    other.run(count: 1)
    for head in 0..<2 { #expect(Array(one.output(head)) == Array(other.output(head))) }
  }

  @Test func `the average of the weights plays and keeps as much as the decay`() throws {
    let learner = try learner(MNK(), ["ema-decay": "0.75"])
    _ = try rounds(2, of: learner)
    learner.pendingUpdates = 1
    let before = learner.average.parameters
    _ = learner.train(rate: 0.01)
    let new = learner.trainer.network.parameters
    let expected = zip(before, new).map { $0 + 0.25 * ($1 - $0) }
    #expect(zip(learner.average.parameters, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(
      learner.network.parameters
        == Array(learner.average.parameters.prefix(learner.network.parameters.count)))
    #expect(learner.average.parameters != new)
  }

  @Test func `validation games are kept apart and diagnosed`() throws {
    let learner = try learner(MNK(), ["validation": "0.3"])
    _ = try rounds(8, of: learner)
    let kept = learner.validation.contents.count
    let learnt = learner.replay.contents.count
    #expect(kept + learnt <= learner.counts.episodes)
    #expect(abs(Double(kept) / Double(kept + learnt) - 0.3) < 0.12)
    let metrics = learner.diagnose()
    for name in ["policy", "policy-accuracy", "value-error", "value-log-loss", "calibration-error"]
    {
      for window in ["validation.", "training."] {
        let metric = try #require(metrics.first { $0.name == window + name })
        #expect(metric.value.isFinite && metric.value >= 0)
      }
    }
    #expect(try self.learner(MNK(), ["validation": "0"]).diagnose().isEmpty)
  }

  @Test func `adjudicated games end before the board is full, with the proven result`() throws {
    let learner = try learner(MNK(), ["adjudicate": "true", "simulations": "64"])
    _ = try rounds(4, of: learner)
    var early = 0
    let solver = PerfectPlayer(for: try MNK(), style: .any)
    #expect(solver != nil)
    for record in learner.replay.contents {
      var game = try MNK()
      for action in record.actions { game.play(Int(action)) }
      if game.outcome == nil {
        early += 1
        #expect(record.decisions.last?.isProven == true)
        let sign: Float = record.decisions.last?.ply.isMultiple(of: 2) == true ? 1 : -1
        #expect(record.decisions.last.map { $0.value * sign } == record.result)
      }
    }
    #expect(early > 0)
  }

  @Test func `a run with both at once learns, keeps the reuse ratio, and resumes`() throws {
    let asynchronous = ["mode": "async", "positions": "256"]
    let learner = try learner(MNK(), asynchronous)
    _ = try rounds(6, of: learner)
    // A round ends once all its positions are there.
    #expect(learner.positionsPlayed >= 6 * 256)
    // Positions until the window held a batch owe nothing; up to a round may still be pending.
    let pending = 4.0 * Double(learner.positionsPlayed) / 32
    let paid = Double(learner.counts.updates) + learner.pendingUpdates
    #expect(paid <= pending + 1 && paid > pending - 2 * 4 * 256 / 32)
    var archive = Safetensors()
    learner.save(to: &archive)
    let resumed = try self.learner(MNK(), asynchronous)
    try resumed.restore(from: archive)
    #expect(resumed.network.parameters == learner.network.parameters)
    _ = try rounds(2, of: resumed)
    #expect(resumed.counts.updates > learner.counts.updates)
  }
}
