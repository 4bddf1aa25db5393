import Foundation

/// Measures the neural core on the networks of the project's bars.
public struct NeuralBenchmark: Sendable {
  /// One measurement.
  public struct Row: Codable, Hashable, Sendable {
    /// "forward", "training" or "rounding".
    public var area: String
    /// The network, and the batch where there is one: "9x9 6x64, batch 8".
    public var name: String
    /// What was measured: "positions/s", "direct-convolution GFLOP/s", "relative error".
    public var metric: String
    public var value: Double
    public var unit: String
    public var threads: Int

    private enum CodingKeys: String, CodingKey {
      case area, metric, value, unit, threads
      case name = "case"
    }
  }

  /// A network to measure.
  public struct Subject: Sendable {
    public let name: String
    public let architecture: Architecture
    /// Products and sums of one row's forward run, counted as direct convolution.
    public let operationCount: Double
  }

  /// The batches to measure, in rows.
  public var batches = [1, 8, 64, 256]
  /// CPU seconds of one repetition.
  public var seconds = 0.1
  public var repetitions = 5
  /// Which repetition counts, from 0, the slowest, to 1, the fastest: the median, unless other work
  /// on the machine disturbs more than half of them.
  public var quantile = 0.5
  /// The build of the inner loops.
  public var kernels = Kernels.best

  public init() {}

  /// Every measurement: forward and training of each subject at each batch, for each number of
  /// threads, and rounding. Takes `seconds * repetitions` for each forward and training figure.
  ///
  /// - Parameter report: called with each row as it is measured.
  @discardableResult
  public func run(threads: [Int] = [1, 2], report: (Row) -> Void = { _ in }) -> [Row] {
    var rows: [Row] = []
    func add(_ new: [Row]) {
      new.forEach(report)
      rows += new
    }
    BLAS.useOneThread()
    for subject in Self.subjects {
      for batch in batches {
        for count in threads {
          add(forward(subject, batch: batch, threads: count))
          add(training(subject, batch: batch, threads: count))
        }
      }
      add(rounding(subject))
    }
    return rows
  }

  /// What the figures were measured with, in one line.
  public var setting: String {
    "kernels \(kernels.rawValue), OpenBLAS \(BLAS.coreName), \(repetitions) x \(seconds) s"
  }

  /// The networks of the bars.
  public static let subjects: [Subject] = [
    Subject(
      "9x9 6x64",
      .residualTower(
        input: .planes(channels: 4, rows: 9, columns: 9), blocks: 6, channels: 64, actions: 82)),
    Subject(
      "7x6 5x64",
      .residualTower(
        input: .planes(channels: 3, rows: 7, columns: 6), blocks: 5, channels: 64, actions: 7)),
    Subject(
      "15x15 10x128",
      .residualTower(
        input: .planes(channels: 4, rows: 15, columns: 15), blocks: 10, channels: 128,
        actions: 225)),
    Subject("MLP 4-128-128-2", .perceptron(inputs: 4, hidden: [128, 128], outputs: 2)),
  ]

  /// Positions a second forward, each of `threads` workers with its own predictor on one compiled
  /// network.
  public func forward(_ subject: Subject, batch: Int, threads: Int) -> [Row] {
    let compiled = CompiledNetwork(subject.network, kernels: kernels)
    let rates = Self.onThreads(threads) { [self] in
      let predictor = Predictor(compiled, capacity: batch)
      Self.fill(predictor.inputs)
      return rate(rows: batch, clock: CLOCK_THREAD_CPUTIME_ID) { predictor.run(count: batch) }
    }
    return rows("forward", subject, batch, rates.reduce(0, +), threads, factor: 1)
  }

  /// Positions a second of whole training steps: forward, backward and Adam.
  public func training(_ subject: Subject, batch: Int, threads: Int) -> [Row] {
    let trainer = Trainer(
      subject.network, optimiser: .adam(), capacity: batch, threads: threads, kernels: kernels)
    Self.fill(trainer.inputs)
    let clock = threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC
    let rate = rate(rows: batch, clock: clock) {
      trainer.step(count: batch, learningRate: 1e-4) { shard in
        for head in subject.architecture.heads.indices {
          let outputs = shard.output(head)
          let gradients = shard.gradient(head)
          for index in outputs.indices { gradients[index] = outputs[index] / Float(batch) }
        }
        return LossSums()
      }
    }
    return rows("training", subject, batch, rate, threads, factor: 3)
  }

  /// The median rate of `work`, which handles `rows` rows a call, by `clock`.
  private func rate(rows: Int, clock: clockid_t, _ work: () -> Void) -> Double {
    work()
    var rates: [Double] = []
    for _ in 0..<repetitions {
      let start = Self.now(clock)
      var calls = 0
      var elapsed = 0.0
      while elapsed < seconds {
        for _ in 0..<max(1, 16 / rows) { work() }
        calls += max(1, 16 / rows)
        elapsed = Self.now(clock) - start
      }
      rates.append(Double(calls * rows) / elapsed)
    }
    return rates.sorted()[Int(quantile * Double(repetitions - 1))]
  }

  private func rows(
    _ area: String, _ subject: Subject, _ batch: Int, _ rate: Double, _ threads: Int,
    factor: Double
  ) -> [Row] {
    let name = "\(subject.name), batch \(batch)"
    return [
      Row(
        area: area, name: name, metric: "positions", value: rate, unit: "1/s", threads: threads),
      Row(
        area: area, name: name, metric: "direct-convolution work",
        value: rate * subject.operationCount * factor / 1e9, unit: "GFLOP/s", threads: threads),
    ]
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  static func fill(_ buffer: UnsafeMutableBufferPointer<Float>) {
    var random = SplitMix(state: 7)
    for index in buffer.indices { buffer[index] = Float(random.next() >> 40) * 0x1p-24 }
  }

  /// What `work` returned on each of `threads` threads at once.
  private static func onThreads(
    _ threads: Int, _ work: @escaping @Sendable () -> Double
  ) -> [Double] {
    let pool = WorkerPool(threadCount: threads)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: threads) { results in
      results.initialize(repeating: 0)
      pool.run { results[$0] = work() }
      return Array(results)
    }
  }
}

extension NeuralBenchmark.Subject {
  init(_ name: String, _ architecture: Architecture) {
    self.name = name
    self.architecture = architecture
    var count = 0.0
    guard let network = try? Network(zeros: architecture) else {
      preconditionFailure("\(name) is no network")
    }
    for block in network.layout where block.shape.count > 1 {
      // A kernel is applied at every point of the board, a matrix once.
      var points = 1
      if block.shape.count == 4, case .planes(_, let rows, let columns) = architecture.input {
        points = rows * columns
      }
      count += 2 * Double(block.count * points)
    }
    operationCount = count
  }

  /// The network with fixed, random parameters.
  var network: Network {
    var random = SplitMix(state: 1)
    guard var network = try? Network(architecture, using: &random) else {
      preconditionFailure("\(name) is no network")
    }
    // Branches that start at zero would make half the arithmetic trivial.
    for block in network.layout where block.shape.count > 1 {
      Initialisation.he.fill(&network.parameters[block.range], shape: block.shape, using: &random)
    }
    return network
  }
}

/// A small generator for reproducible inputs. Source: Steele et al. 2014, SplitMix64.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
