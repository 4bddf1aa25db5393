import ArenaCore
import Evaluation
import Foundation
import NeuralCore
import Training

/// Positions a second, ours and others'.
extension NeuralBenchmark {
  /// Forward, each of `threads` workers with its own predictor on one compiled network.
  func forward(_ subject: Subject, batch: Int, threads: Int, beside peer: NeuralPeer? = nil)
    -> [BenchmarkResult]
  {
    let compiled = CompiledNetwork(subject.network, kernels: kernels)
    guard threads == 1 else {
      let rates = Parallel.map(threads, lanes: threads, threads: threads) { [self] _, _ in
        let predictor = Predictor(compiled, capacity: batch)
        Self.fill(predictor.inputs)
        return rate(rows: batch, clock: CLOCK_THREAD_CPUTIME_ID) {
          predictor.run(count: batch)
        }.ours
      }
      return rows("forward", subject, batch, Rates(ours: rates.reduce(0, +)), threads)
    }
    let predictor = Predictor(compiled, capacity: batch)
    Self.fill(predictor.inputs)
    let opponent = peer?.load(subject.network, rows: batch)
    let rates = rate(rows: batch, clock: CLOCK_THREAD_CPUTIME_ID, beside: opponent) {
      predictor.run(count: batch)
    }
    return rows("forward", subject, batch, rates, threads)
  }

  /// Whole training steps: forward, backward and Adam.
  func training(_ subject: Subject, batch: Int, threads: Int, beside peer: NeuralPeer? = nil)
    -> [BenchmarkResult]
  {
    let trainer = Trainer(
      subject.network, optimiser: .adam(), capacity: batch, threads: threads, kernels: kernels)
    Self.fill(trainer.inputs)
    let opponent = threads == 1 ? peer?.load(subject.network, rows: batch) : nil
    let clock = threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC
    let rates = rate(rows: batch, clock: clock, beside: opponent) {
      trainer.step(count: batch, learningRate: 1e-4) { subject.halfSquares($0, batch: batch) }
    }
    return rows("training", subject, batch, rates, threads)
  }

  /// Training whose workers do not wait for each other, each with batches of its own.
  func asynchronousTraining(_ subject: Subject, batch: Int, threads: Int) -> [BenchmarkResult] {
    let trainer = AsynchronousTrainer(
      subject.network, optimiser: .adam(), batchSize: batch, threads: threads, kernels: kernels)
    // Several updates at a time, or the threads would wait for each other after each.
    let updates = 4 * threads
    let rates = rate(rows: batch * updates, clock: CLOCK_MONOTONIC) {
      trainer.run(updates: updates, learningRate: 1e-4) { _, inputs in
        Self.fill(inputs)
      } loss: {
        subject.halfSquares($1, batch: batch)
      }
    }
    return rows("training", subject, batch, rates, threads, kind: ", asynchronous")
  }

  // MARK: Rates

  /// Medians over the repetitions: rates, and ours : theirs where someone ran beside.
  struct Rates {
    var ours: Double
    var theirs: (name: String, rate: Double, ratio: Double)?
  }

  /// The rate of `work`, which handles `rows` rows a call, by `clock`; and `peer`'s in between.
  private func rate(
    rows: Int, clock: clockid_t, beside peer: NeuralPeer? = nil, _ work: () -> Void
  ) -> Rates {
    work()
    var ours: [Double] = []
    var theirs: [Double] = []
    for _ in 0..<repetitions {
      let start = Self.now(clock)
      var calls = 0
      var elapsed = 0.0
      while elapsed < seconds {
        for _ in 0..<max(1, 16 / rows) { work() }
        calls += max(1, 16 / rows)
        elapsed = Self.now(clock) - start
      }
      ours.append(Double(calls * rows) / elapsed)
      if let rate = peer?.rate(seconds: seconds) { theirs.append(rate) }
    }
    var rates = Rates(ours: Stopwatch.median(ours))
    if let peer, theirs.count == ours.count {
      rates.theirs = (
        peer.name, Stopwatch.median(theirs), Stopwatch.median(zip(ours, theirs).map { $0 / $1 })
      )
    }
    return rates
  }

  private func rows(
    _ area: String, _ subject: Subject, _ batch: Int, _ rates: Rates, _ threads: Int,
    kind: String = ""
  ) -> [BenchmarkResult] {
    func row(_ metric: String, _ value: Double, _ unit: String) -> BenchmarkResult {
      Self.measurement(
        area, of: caseName(subject, batch) + kind, metric, value, unit, threads: threads)
    }
    // Backward runs make two products for each of the forward run's.
    let operations = subject.operationCount * (area == "forward" ? 1 : 3)
    var rows = [
      row("positions", rates.ours, "1/s"),
      row("direct-convolution work", rates.ours * operations / 1e9, "GFLOP/s"),
    ]
    if let (name, rate, ratio) = rates.theirs {
      rows.append(row("positions by \(name)", rate, "1/s"))
      rows.append(row("arena : \(name)", ratio, "ratio"))
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
