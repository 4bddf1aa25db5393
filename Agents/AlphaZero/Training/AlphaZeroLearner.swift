public import ArenaCore
public import NeuralCore
import Search
public import Training

/// Learns a board game from self-play alone: a network guides the search, the search improves on
/// the network, and the network learns from the search and from the results of the games.
///
/// A round: self-play by all workers with fixed weights; its games go into the replay window;
/// batches are sampled from that, each with its targets, and each is one update. Workers' games are
/// stored in a fixed order and gradients are reduced in a fixed order, so the number of threads
/// never changes a result. With `mode=async` both go on at once and games arrive as they end, so
/// that a run cannot be repeated exactly.
///
/// Source: Silver et al. 2018.
///
/// Deviations:
///
/// | paper | here | why |
/// |---|---|---|
/// | actors and learner run apart | rounds of self-play and training in turn, unless `mode=async` | repeatable bit for bit; both cores stay busy either way |
/// | value head: tanh, squared error | logit, cross-entropy with the win probability | steeper gradients where the value is wrong |
/// | value target: the result | the result mixed with the search's value (`outcome-weight`), a proven value alone (`proven-labels`) | less noise from few games |
/// | batch normalisation | none; residual branches start at zero (`network-normalisation`) | fewer parts, faster |
/// | momentum, step-wise rate | AdamW, cosine; an average of the weights plays (`ema-decay`) | fewer settings to tune |
/// | 800 simulations, no proofs | few simulations; proven wins, losses and draws end a search | strength for the time of two cores |
/// | leaves are judged by the network alone | a small exact search before it (`proof-nodes`), a larger one at each root (`root-proof-nodes`) | tactics it need not learn; exact labels where a game is nearly over |
/// | openings from temperature only | up to `opening-plies` random plies besides | variety with few games |
/// | the last 500,000 games, drawn evenly | a growing window (`window-start`), surprising positions more often (`policy-surprise-weight`) | old games mislead, easy ones teach little |
/// | policy and value heads | auxiliary heads while training (`AuxiliaryHead`) | more to learn from each game |
///
/// Results: RESULTS.md, with the commands, the seeds and the machine.
public final class AlphaZeroLearner<Game: Keyed & Symmetric>: Learner {
  public typealias World = Game

  public var counts = LearnerCounts()

  let start: Game
  let options: AlphaZeroOptions
  let threads: Int
  var workers: [SelfPlayWorker<Game>]
  var replay: GameReplay<Game>
  var validation: GameReplay<Game>
  let trainer: Trainer
  var average: WeightAverage
  var batch: Batch
  var random: RandomSource
  var pendingUpdates = 0.0
  /// Positions to learn from that were played since the run began.
  var positionsPlayed = 0
  var resignations = ResignationMonitor()
  /// The network without its auxiliary heads, whatever its weights.
  private let playing: Network
  /// How its players search: as self-play does, and as players of its checkpoints do.
  let playerOptions: SearchPlayerOptions

  /// The most positions of games kept for validation.
  static var validationCapacity: Int { 8192 }

  /// - Throws: `OptionError` for options that do not fit the game.
  public convenience init(_ start: Game, _ setting: LearnerSetting) throws {
    try self.init(start, setting) { options, model, random in
      SelfPlayWorker(start: start, options: options, model: model, random: random)
    }
  }

  /// - Parameter makeWorker: made where the game is known, so that self-play is compiled for it.
  private init(
    _ start: Game, _ setting: LearnerSetting,
    makeWorker: (AlphaZeroOptions, NetworkModel, RandomSource) -> SelfPlayWorker<Game>
  ) throws {
    let options = try AlphaZeroOptions(setting.options, for: start)
    self.start = start
    self.options = options
    threads = setting.threads
    var initial = RandomSource(seed: setting.seed, streams: 0)
    let network = try Network(
      AlphaZeroNetwork.architecture(
        for: start, options.network, auxiliary: options.heads),
      using: &initial)
    let playing = network.keepingHeads(AlphaZeroNetwork.playingHeads)
    self.playing = playing
    playerOptions = SearchPlayerOptions(asIn: options.selfPlay)
    workers = (0..<options.selfPlay.workers).map { worker in
      makeWorker(
        options, NetworkModel(playing, capacity: options.selfPlay.gamesPerWorker),
        RandomSource(seed: setting.seed, streams: 1, UInt32(worker)))
    }
    let symmetries = start.symmetries
    replay = GameReplay(
      start: start,
      symmetries: options.replay.usesSymmetry ? symmetries : Array(symmetries.prefix(1)),
      options: options.replay)
    validation = GameReplay(
      start: start, symmetries: Array(symmetries.prefix(1)), options: options.replay)
    trainer = Trainer(
      network, optimiser: .adamW(decay: Float(options.weightDecay)), capacity: options.batch,
      threads: options.mode == .lockstep ? setting.threads : 1)
    average = WeightAverage(decay: Float(options.averageDecay))
    batch = Batch(
      rows: options.batch, for: start,
      learnsPoints: options.heads.contains(where: \.kind.needsPoints))
    random = RandomSource(seed: setting.seed, streams: 2)
  }

  /// The network that plays: the average of the weights, without auxiliary heads.
  public var network: Network {
    var network = playing
    network.parameters = playingParameters
    return network
  }

  /// The weights that play, `[playing.parameters.count]`.
  var playingParameters: [Float] {
    let all = average.count > 0 ? average.parameters : trainer.network.parameters
    return Array(all.prefix(playing.parameters.count))
  }

  public var lostNumbers: TrainingNumbers? {
    trainer.lostNumbers ?? (average.parameters.allSatisfy(\.isFinite) ? nil : .weights)
  }

  // MARK: A round

  public func advance(fraction: Double) throws -> [Metric] {
    let rate = options.optimiser.learningRate(at: fraction)
    if let studied = try studyImportedGames(rate: rate) { return studied }
    let before = leaves
    let settings = SelfPlayWorker<Game>.RoundSettings(
      simulations: options.selfPlay.simulations(atFraction: fraction),
      allowsResignation: resignations.allowsResignation)
    let losses: TrainingLosses?
    switch options.mode {
    case .lockstep:
      store(selfPlay(settings))
      losses = train(rate: rate)
    case .async: losses = playAndTrain(settings, rate: rate)
    }
    var metrics = zip(leaves, before).map { Metric($0.name, Double($0.count - $1.count)) }
    if let losses { metrics += losses.metrics }
    if let rate = resignations.errorRate { metrics.append(Metric("wrong-resignations", rate)) }
    return metrics
  }

  /// The leaves of all searches so far: those the network evaluated, those proven where that is
  /// tried, those remembered.
  private var leaves: [(name: String, count: Int)] {
    let proofs = ("proofs", workers.reduce(0) { $0 + $1.proofs })
    return [("evaluations", workers.reduce(0) { $0 + $1.evaluations })]
      + (options.selfPlay.search.leafProofNodes > 0 ? [proofs] : [])
      + [("cache-hits", workers.reduce(0) { $0 + $1.cacheHits })]
  }

  // MARK: Self-play

  /// Every worker plays its share of a round with the same weights.
  private func selfPlay(_ settings: SelfPlayWorker<Game>.RoundSettings) -> SelfPlayResult {
    let parameters = playingParameters
    let share = (options.positionsPerRound + workers.count - 1) / workers.count
    var results = [SelfPlayResult?](repeating: nil, count: workers.count)
    workers.withUnsafeMutableBufferPointer { workers in
      results.withUnsafeMutableBufferPointer { results in
        // Each worker is touched by one thread only.
        nonisolated(unsafe) let workers = workers
        nonisolated(unsafe) let results = results
        Parallel.run(workers.count, threads: threads) { index in
          workers[index].replace(parameters: parameters)
          results[index] = workers[index].play(decisions: share, settings)
        }
      }
    }
    return results.compactMap(\.self).reduce(into: SelfPlayResult(), +=)
  }

  // MARK: Storing

  /// Puts what was played into the windows and the counts; its training is pending from now on.
  func store(_ played: SelfPlayResult) {
    positionsPlayed += played.decisions
    counts.steps += played.moves
    counts.episodes += played.episodes
    replay.add(played.games, capacity: options.replay.window.size(after: positionsPlayed))
    validation.add(played.validationGames, capacity: Self.validationCapacity)
    resignations.add(played.resignationChecks)
    pendingUpdates += options.replayRatio * Double(played.decisions) / Double(options.batch)
  }

  // MARK: Training

  /// Runs the updates pending for the positions played; nil while the window is too small.
  func train(rate: Float) -> TrainingLosses? {
    guard replay.count >= options.batch else {
      pendingUpdates = 0
      return nil
    }
    guard pendingUpdates >= 1 else { return nil }
    var losses = TrainingLosses(options.heads)
    while pendingUpdates >= 1 { update(rate: rate, &losses) }
    return losses
  }

  /// One update, of those pending: a batch is sampled with its targets, and the optimiser takes a
  /// step down the gradient of its losses.
  func update(rate: Float, _ losses: inout TrainingLosses) {
    let rows = options.batch
    for row in 0..<rows { replay.sample(into: &batch, row: row, using: &random) }
    batch.copyObservations(rows, to: trainer.inputs)
    let (batch, heads) = (batch, options.heads)
    let sums = trainer.step(
      count: rows, learningRate: rate, clip: options.optimiser.maxGradNorm
    ) { shard in
      TrainingLosses.ofShard(shard, batch, heads, rows: rows)
    }
    losses.add(sums, rows: rows)
    if options.averageDecay > 0 { average.add(trainer.network.parameters) }
    pendingUpdates -= 1
    counts.updates += 1
  }

  // MARK: Playing

  public func makePlayer() -> any Player<Game> {
    AlphaZero.player(network, for: start, playerOptions)
  }

  /// Goes on from a player's weights: the auxiliary heads, which it does not have, keep theirs, the
  /// optimiser's moments and the average of the weights begin afresh.
  public func loadWeights(_ network: Network) throws {
    guard network.parameters.count == playingParameters.count else {
      throw RunError.mismatch(
        "\(network.parameters.count) weights of a checkpoint against \(playingParameters.count)")
    }
    trainer.state.loadWeights(network.parameters)
    average = WeightAverage(decay: average.decay)
  }
}
