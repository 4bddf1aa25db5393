import ArenaCore
public import Catalog
import Evaluation
import Glibc
public import Training

/// One training with several seeds: what the best network of each earned in episodes that neither
/// training nor its evaluations have seen.
public struct SeedStudy: Sendable {
  public private(set) var rows: [Row] = []

  public struct Row: Sendable {
    public var seed: UInt64
    public var score: Double
    /// The score's standard error.
    public var error: Double
    /// Steps until training ended.
    public var steps: Int
    /// Processor time of training, evaluations included.
    public var seconds: Double

    public var text: String {
      "seed \(seed): return \(SeedStudy.text(score)) ± \(SeedStudy.text(error)); "
        + "\(Text.grouped(steps)) steps, \(Text.fixed(seconds, decimals: 2)) s of processor time"
    }
  }

  /// Episodes that each network is measured by.
  public static let episodes = 1000
  /// Their seed, less that of the training; no evaluation of checkpoints has it. Each network gets
  /// other episodes, so that the mean over the seeds is that of many.
  public static let episodeSeed: UInt64 = 0x7374_7564_79_0000

  /// - Parameter path: the folder of a seed's run.
  /// - Throws: what training throws, and `Interruption` where it was stopped.
  public init(
    _ task: TaskEntry, _ plan: TrainingPlan, seeds: [UInt64], options: [String: String],
    path: (UInt64) -> String, report: (Row) -> Void
  ) throws {
    for seed in seeds {
      var plan = plan
      plan.seed = seed
      plan.path = path(seed)
      let start = Self.processorSeconds
      let end = try task.train(plan, options)
      let seconds = Self.processorSeconds - start
      guard end != .interrupted else { throw Interruption() }
      let player = PlayerSpec(agent: plan.agent, options: ["run": plan.path])
      let result = try task.evaluate(
        player, options, Self.episodes, Self.episodeSeed &+ seed, EvaluationWatch())
      let models = try RunFolder(opening: plan.path).readLedger().models
      let row = Row(
        seed: seed, score: result.score, error: (result.margin ?? 0) / 1.96,
        steps: models.last?.steps ?? 0, seconds: seconds)
      rows.append(row)
      report(row)
    }
  }

  static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  static func text(_ figure: Double) -> String {
    Text.fixed(figure, decimals: abs(figure) < 10 ? 4 : 2)
  }

  /// The mean over the seeds.
  public var mean: Double { rows.reduce(0) { $0 + $1.score } / Double(rows.count) }

  /// The standard deviation of the seeds' scores.
  public var spread: Double {
    let mean = mean
    let squares = rows.reduce(0) { $0 + ($1.score - mean) * ($1.score - mean) }
    return (squares / Double(rows.count)).squareRoot()
  }

  /// The seed that earned least.
  public var worst: Row? { rows.min { $0.score < $1.score } }

  public var medianSteps: Double { Stopwatch.median(rows.map { Double($0.steps) }) }
  public var medianSeconds: Double { Stopwatch.median(rows.map(\.seconds)) }

  /// What a benchmark shows of it.
  public var metrics: [(metric: String, value: Double, unit: String)] {
    [
      ("mean return", mean, "return"), ("spread of seeds", spread, "return"),
      ("worst seed", worst?.score ?? .nan, "return"), ("seeds", Double(rows.count), "runs"),
      ("steps, median", medianSteps, "steps"),
      ("steps, most", Double(rows.map(\.steps).max() ?? 0), "steps"),
      ("training, median", medianSeconds, "CPU s"),
      ("training, most", rows.map(\.seconds).max() ?? .nan, "CPU s"),
    ]
  }

  /// One line for people.
  public var summary: String {
    guard let worst, let slowest = rows.map(\.seconds).max(), let longest = rows.map(\.steps).max()
    else { return "no seeds" }
    return "\(rows.count) seeds: mean return \(Self.text(mean)), spread \(Self.text(spread)), "
      + "worst \(Self.text(worst.score)) (seed \(worst.seed)), over \(Self.episodes) unseen "
      + "episodes each; steps: median \(Text.grouped(Int(medianSteps))), most "
      + "\(Text.grouped(longest)); processor seconds: median "
      + "\(Text.fixed(medianSeconds, decimals: 2)), most \(Text.fixed(slowest, decimals: 2))"
  }
}
