import ArenaCore
public import Evaluation
import Foundation
public import NeuralCore

/// Measures the neural core on the networks of the project's bars.
public struct NeuralBenchmark: Sendable {
  /// A network to measure.
  public struct Subject: Sendable {
    public let name: String
    public let architecture: Architecture
    /// Products and sums of one row's forward run, counted as direct convolution.
    let operationCount: Double
  }

  /// The batches to measure, in rows.
  var batches = [1, 8, 64, 256]
  /// CPU seconds of one repetition.
  var seconds = 0.1
  var repetitions = 7
  /// The build of the inner loops; where this processor can run others, a few figures are theirs.
  var kernels = KernelBuild.best

  public init() {}

  /// Measures forward runs and training of each subject at each batch, for each number of threads,
  /// the other builds of the inner loops, single products and rounding.
  ///
  /// - Parameters:
  ///   - name: only cases are run whose area and name, as "training 9x9 6x64, batch 8", contain it.
  ///   - peers: whether onnxruntime and PyTorch run beside, with one thread, a repetition of theirs
  ///     after each of ours, where Python has them.
  ///   - note: called with lines about the measurement itself.
  ///   - report: called with each row as it is measured.
  public func run(
    only name: String = "", peers: Bool = false, threads: [Int] = [1, 2],
    note: (String) -> Void = { _ in }, report: (BenchmarkResult) -> Void
  ) {
    func selected(_ area: String, _ caseName: String) -> Bool {
      name.isEmpty || "\(area) \(caseName)".contains(name)
    }
    BLAS.useOneThread()
    note(setting)
    let onnxruntime = peers ? NeuralPeer(.onnxruntime) : nil
    let pyTorch = peers ? NeuralPeer(.pyTorch) : nil
    for peer in [onnxruntime, pyTorch] { if let peer { note(peer.state) } }
    for subject in Self.subjects {
      for batch in batches {
        let caseName = self.caseName(subject, batch)
        if selected("huge pages", caseName) {
          hugePages(subject, batch: batch).forEach(report)
        }
        for count in threads {
          if selected("forward", caseName) {
            forward(subject, batch: batch, threads: count, beside: onnxruntime).forEach(report)
            if count > 1, batch <= 8, subject.isOfBoards {
              sharedForward(subject, batch: batch, threads: count).forEach(report)
            }
          }
          if selected("training", caseName) {
            training(subject, batch: batch, threads: count, beside: pyTorch).forEach(report)
          }
        }
      }
      for other in KernelBuild.allCases where other != kernels && other.isSupported {
        var slower = self
        slower.kernels = other
        if selected("forward", slower.caseName(subject, 8)) {
          slower.forward(subject, batch: 8, threads: 1).forEach(report)
        }
        if selected("training", slower.caseName(subject, 8)) {
          slower.training(subject, batch: 8, threads: 1).forEach(report)
        }
      }
      if selected("rounding", subject.name) { rounding(subject).forEach(report) }
    }
    if selected("products", "") { products().forEach(report) }
  }

  /// A figure of `area`: "forward", "training", "huge pages", "products" or "rounding".
  static func measurement(
    _ area: String, of subject: String, _ metric: String, _ value: Double, _ unit: String,
    threads: Int = 1, spread: ClosedRange<Double>? = nil
  ) -> BenchmarkResult {
    BenchmarkResult(
      area: "neural", subject: subject, metric: "\(area) \(metric)", value: value, unit: unit,
      threads: threads, spread: spread)
  }

  /// What the figures are measured with, in one line.
  var setting: String {
    let caches = Caches.here
    let sizes = [caches.level1, caches.level2, caches.level3]
      .map { $0 == 0 ? "unknown" : "\($0 >> 10) KiB" }.joined(separator: ", ")
    return "\(Self.processorName); caches \(sizes), cut for \(Caches.target >> 10) KiB; "
      + "huge pages \(HugePages.areWanted ? HugePages.setting : "off"); "
      + "kernels \(kernels.rawValue), OpenBLAS \(BLAS.coreName); medians of \(repetitions) "
      + "repetitions of \(seconds) s in turn [lowest to highest]"
  }

  /// The processor as the system calls it, and its cores.
  public static var processorName: String {
    let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
    return "\(name ?? "unknown processor"), \(ProcessInfo.processInfo.activeProcessorCount) cores"
  }

  /// A case's name says its kernels where they are not the fastest.
  func caseName(_ subject: Subject, _ batch: Int) -> String {
    "\(subject.name), batch \(batch)" + (kernels == .best ? "" : ", \(kernels.rawValue) kernels")
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
}

extension NeuralBenchmark.Subject {
  /// Whether it has convolutions.
  var isOfBoards: Bool {
    if case .planes = architecture.input { true } else { false }
  }

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
    var random = RandomSource(seed: 1)
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
