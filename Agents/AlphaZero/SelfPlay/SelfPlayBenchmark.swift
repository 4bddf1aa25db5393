public import ArenaCore
import NeuralCore
import Search

/// How much of the network's speed self-play keeps: both with the same network, batch and threads,
/// measured in turn.
public struct SelfPlayBenchmark<Game: Keyed & Symmetric> {
  /// Medians over the rounds, a second of wall time, on all threads.
  public struct Speed: Sendable {
    /// Positions through the bare network.
    public var networkPositions: Double
    /// Positions that searches had the network evaluate.
    public var evaluations: Double
    /// Positions that searches found in the cache.
    public var cacheHits: Double
    /// Simulations, those that end at known results included: they need no evaluation.
    public var simulations: Double
    /// The share of the network's speed that self-play keeps: the median of the rounds' ratios.
    public var share: Double
  }

  private var workers: [SelfPlayWorker<Game>]
  private let models: [NetworkModel]
  private let batch: Int
  private let actionCount: Int
  private let settings: SelfPlayWorker<Game>.RoundSettings

  /// - Parameters:
  ///   - options: an AlphaZero run's; its workers are the threads, its games a worker the batch.
  public init(_ start: Game, _ options: Options) throws {
    let options = try AlphaZeroOptions(options, for: start)
    var random = RandomSource(seed: 1)
    let network = try Network(
      AlphaZeroNetwork.architecture(for: start, options.network), using: &random)
    batch = options.selfPlay.gamesPerWorker
    actionCount = start.actionCount
    let batch = batch
    models = (0..<options.selfPlay.workers).map { _ in NetworkModel(network, capacity: batch) }
    workers = (0..<options.selfPlay.workers).map { worker in
      SelfPlayWorker(
        start: start, options: options, model: NetworkModel(network, capacity: batch),
        random: RandomSource(seed: 2, streams: UInt32(worker)))
    }
    settings = SelfPlayWorker<Game>.RoundSettings(
      simulations: options.selfPlay.simulations, allowsResignation: false)
    for index in workers.indices { workers[index].begin(settings) }
  }

  /// - Parameter seconds: how long each of a round's two halves lasts.
  public mutating func measure(rounds: Int = 5, seconds: Double = 1) -> Speed {
    var network: [Double] = []
    var play: [[Double]] = []
    for _ in 0..<rounds {
      network.append(networkRate(seconds))
      play.append(playRates(seconds))
    }
    return Speed(
      networkPositions: median(network), evaluations: median(play.map { $0[0] }),
      cacheHits: median(play.map { $0[1] }), simulations: median(play.map { $0[2] }),
      share: median(zip(play, network).map { $0[0] / $1 }))
  }

  private func networkRate(_ seconds: Double) -> Double {
    Self.rates(seconds, threads: workers.count) { index in
      var logits = [Float](repeating: 0, count: batch * actionCount)
      var values = [Float](repeating: 0, count: batch)
      models[index].evaluate(
        count: batch, observing: { _, _ in }, logits: &logits, values: &values)
      return [Double(batch)]
    }[0]
  }

  /// Evaluations, cache hits and simulations.
  private mutating func playRates(_ seconds: Double) -> [Double] {
    let count = workers.count
    return workers.withUnsafeMutableBufferPointer { workers in
      // Each worker is touched by one thread only.
      nonisolated(unsafe) let workers = workers
      func totals(_ index: Int) -> [Double] {
        [workers[index].evaluations, workers[index].cacheHits, workers[index].simulations]
          .map(Double.init)
      }
      return Self.rates(seconds, threads: count) { index in
        var played = SelfPlayResult()
        let before = totals(index)
        workers[index].step(&played)
        return zip(totals(index), before).map(-)
      }
    }
  }

  /// What `work` adds up to in a second on all threads together.
  private static func rates(
    _ seconds: Double, threads: Int, _ work: (_ thread: Int) -> [Double]
  ) -> [Double] {
    let clock = ContinuousClock()
    let start = clock.now
    nonisolated(unsafe) let work = work
    let sums = Parallel.map(threads, lanes: threads, threads: threads) { index, _ in
      var sum = work(index)
      while clock.now - start < .seconds(seconds) { sum = zip(sum, work(index)).map(+) }
      return sum
    }
    let elapsed = (clock.now - start) / .seconds(1)
    return sums[0].indices.map { rate in sums.reduce(0) { $0 + $1[rate] } / elapsed }
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
