import ArenaCore
import Evaluation
import Foundation
import NeuralCore

/// Positions a second, ours and others'.
extension NeuralBenchmark {
  /// Forward; of several threads each has its own predictor on one compiled network.
  func forward(_ subject: Subject, batch: Int, threads: Int, beside peer: NeuralPeer? = nil)
    -> [BenchmarkResult]
  {
    let compiled = CompiledNetwork(subject.network, kernels: kernels, rows: batch)
    let predictors = (0..<threads).map { _ in
      let predictor = Predictor(compiled, capacity: batch)
      Self.fill(predictor.inputs)
      return Loan(predictor)
    }
    @Sendable func rate(_ predictor: Loan<Predictor>) -> Double {
      self.rate(rows: batch, clock: CLOCK_THREAD_CPUTIME_ID) { predictor.value.run(count: batch) }
    }
    guard threads > 1 else {
      let opponent = peer?.load(subject.network, rows: batch)
      let (ours, theirs) = samples({ rate(predictors[0]) }, beside: opponent)
      return rows("forward", subject, batch, ours, theirs, opponent?.name)
    }
    let samples = inTurn([
      { rate(predictors[0]) },
      {
        Parallel.map(threads, lanes: threads, threads: threads) { index, _ in
          rate(predictors[index])
        }.reduce(0, +)
      },
    ])
    return rows("forward", subject, batch, samples[1], threads: threads)
      + [scaling("forward", subject, batch, samples, threads)]
  }

  /// Forward with one predictor whose threads share every position, against one thread alone.
  func sharedForward(_ subject: Subject, batch: Int, threads: Int) -> [BenchmarkResult] {
    let compiled = CompiledNetwork(subject.network, kernels: kernels, rows: batch)
    let samples = inTurn(
      [1, threads].map { threads in
        let predictor = Predictor(compiled, capacity: batch, threads: threads)
        Self.fill(predictor.inputs)
        return { rate(rows: batch, clock: CLOCK_MONOTONIC) { predictor.run(count: batch) } }
      })
    return rows(
      "forward", subject, batch, samples[1], threads: threads, kind: ", positions shared")
      + [scaling("forward", subject, batch, samples, threads, kind: ", positions shared")]
  }

  /// Whole training steps: forward, backward and Adam.
  func training(_ subject: Subject, batch: Int, threads: Int, beside peer: NeuralPeer? = nil)
    -> [BenchmarkResult]
  {
    func trainer(_ threads: Int) -> () -> Double {
      let trainer = Trainer(
        subject.network, optimiser: .adam(), capacity: batch, threads: threads, kernels: kernels)
      Self.fill(trainer.inputs)
      let clock = threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC
      return {
        rate(rows: batch, clock: clock) {
          trainer.step(count: batch, learningRate: 1e-4) { subject.halfSquares($0, batch: batch) }
        }
      }
    }
    guard threads > 1 else {
      let opponent = peer?.load(subject.network, rows: batch)
      let (ours, theirs) = samples(trainer(1), beside: opponent)
      return rows("training", subject, batch, ours, theirs, opponent?.name)
    }
    let samples = inTurn([trainer(1), trainer(threads)])
    return rows("training", subject, batch, samples[1], threads: threads)
      + [scaling("training", subject, batch, samples, threads)]
  }

  /// Forward, and for the largest batch training, with and without huge pages.
  func hugePages(_ subject: Subject, batch: Int) -> [BenchmarkResult] {
    func ratio(_ what: String, _ make: () -> () -> Double) -> BenchmarkResult {
      let works = [true, false].map { isOn in HugePages.$areWanted.withValue(isOn) { make() } }
      let samples = inTurn(works)
      return row(
        "huge pages", caseName(subject, batch), "\(what), on : off",
        zip(samples[0], samples[1]).map { $0 / $1 }, "ratio")
    }
    var results = [
      ratio("forward") {
        let predictor = Predictor(
          CompiledNetwork(subject.network, kernels: kernels, rows: batch), capacity: batch)
        Self.fill(predictor.inputs)
        return {
          rate(rows: batch, clock: CLOCK_THREAD_CPUTIME_ID) { predictor.run(count: batch) }
        }
      }
    ]
    if batch == batches.last {
      results.append(
        ratio("training") {
          let trainer = Trainer(
            subject.network, optimiser: .adam(), capacity: batch, threads: 1, kernels: kernels)
          Self.fill(trainer.inputs)
          return {
            rate(rows: batch, clock: CLOCK_THREAD_CPUTIME_ID) {
              trainer.step(count: batch, learningRate: 1e-4) {
                subject.halfSquares($0, batch: batch)
              }
            }
          }
        })
    }
    return results
  }

  // MARK: Rates

  /// The rate of `work`, which handles `rows` rows a call, by `clock` over at least `seconds`.
  private func rate(rows: Int, clock: clockid_t, _ work: () -> Void) -> Double {
    let start = Self.now(clock)
    var calls = 0
    var elapsed = 0.0
    while elapsed < seconds {
      for _ in 0..<max(1, 16 / rows) { work() }
      calls += max(1, 16 / rows)
      elapsed = Self.now(clock) - start
    }
    return Double(calls * rows) / elapsed
  }

  /// `[work, repetition]`: the rates of several works, one after the other in every repetition, so
  /// that a noisy neighbour disturbs them alike; the first of all is not counted.
  private func inTurn(_ works: [() -> Double]) -> [[Double]] {
    for work in works { _ = work() }
    var samples = [[Double]](repeating: [], count: works.count)
    for _ in 0..<repetitions {
      for (index, work) in works.enumerated() { samples[index].append(work()) }
    }
    return samples
  }

  /// Our rates, and a peer's in turn; theirs are empty where there is none.
  private func samples(
    _ work: @escaping () -> Double, beside peer: NeuralPeer?
  ) -> (ours: [Double], theirs: [Double]) {
    guard let peer else { return (inTurn([work])[0], []) }
    let samples = inTurn([work, { peer.rate(seconds: seconds) ?? .nan }])
    return (samples[0], samples[1].contains(where: \.isNaN) ? [] : samples[1])
  }

  private func row(
    _ area: String, _ name: String, _ metric: String, _ samples: [Double], _ unit: String,
    threads: Int = 1
  ) -> BenchmarkResult {
    let sorted = samples.sorted()
    return Self.measurement(
      area, of: name, metric, Stopwatch.median(samples), unit, threads: threads,
      spread: sorted[0]...sorted[sorted.count - 1])
  }

  private func scaling(
    _ area: String, _ subject: Subject, _ batch: Int, _ samples: [[Double]], _ threads: Int,
    kind: String = ""
  ) -> BenchmarkResult {
    row(
      area, caseName(subject, batch) + kind, "\(threads) threads : 1",
      zip(samples[1], samples[0]).map { $0 / $1 }, "ratio", threads: threads)
  }

  private func rows(
    _ area: String, _ subject: Subject, _ batch: Int, _ ours: [Double], _ theirs: [Double] = [],
    _ peer: String? = nil, threads: Int = 1, kind: String = ""
  ) -> [BenchmarkResult] {
    let name = caseName(subject, batch) + kind
    // Backward runs make two products for each of the forward run's.
    let operations = subject.operationCount * (area == "forward" ? 1 : 3)
    var rows = [
      row(area, name, "positions", ours, "1/s", threads: threads),
      Self.measurement(
        area, of: name, "direct-convolution work", Stopwatch.median(ours) * operations / 1e9,
        "GFLOP/s", threads: threads),
    ]
    if let peer, !theirs.isEmpty {
      rows.append(row(area, name, "positions by \(peer)", theirs, "1/s"))
      rows.append(row(area, name, "arena : \(peer)", zip(ours, theirs).map { $0 / $1 }, "ratio"))
    }
    return rows
  }

  static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  static func fill(_ buffer: UnsafeMutableBufferPointer<Float>) {
    var random = RandomSource(seed: 7)
    for index in buffer.indices { buffer[index] = Float(random.next() >> 40) * 0x1p-24 }
  }
}

extension NeuralBenchmark.Subject {
  /// The mean over rows of Σ output^2 / 2, whose slope is the output.
  fileprivate func halfSquares(_ shard: Shard, batch: Int) -> LossSums {
    for head in architecture.heads.indices {
      let outputs = shard.output(head)
      let gradients = shard.gradient(head)
      for index in outputs.indices { gradients[index] = outputs[index] / Float(batch) }
    }
    return LossSums()
  }
}

/// Lends a worker's own object to the thread that is to use it.
///
/// `@unchecked Sendable` because each is used by one thread at a time.
private struct Loan<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
