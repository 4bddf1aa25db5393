import Synchronization

/// Trains one network on several threads that do not wait for each other.
///
/// Each worker copies the parameters, computes the gradient of a batch of its own, and moves the
/// shared parameters by it when it is done, however far the others have moved them meanwhile. The
/// gradient is then stale by the updates in between; `meanStaleness` counts them. Copying and
/// updating happen under a lock, so no update is lost and none is half seen.
///
/// One thread gives the bits of `Trainer`. With more the results depend on timing: use `Trainer`
/// where runs must repeat.
///
/// Source: Recht et al. 2011, "Hogwild!", and Mnih et al. 2016, but with a lock where they have
/// none.
///
/// ```swift
/// let trainer = AsynchronousTrainer(network, optimiser: .adam(), batchSize: 64, threads: 2)
/// trainer.run(updates: 1000, learningRate: 1e-3) { number, inputs in
///   // write batch `number` into `inputs`, [batchSize, input.count]
/// } loss: { number, shard in … }
/// ```
public final class AsynchronousTrainer {
  /// Rows of every batch.
  public let batchSize: Int

  private let lock = Lock()
  /// This and what follows is touched under the lock only.
  private let learnt: LearntParameters
  private var sums = LossSums()
  /// Σ over the updates of the others' updates since the worker's copy.
  private var staleness = 0
  /// Updates made here, which those of a state it went on from are not.
  private var updateCount = 0

  private let pool: WorkerPool
  /// `[thread]`: each computes gradients by a copy of the parameters; they have no optimiser.
  private let workers: [Trainer]

  /// - Parameters:
  ///   - batchSize: rows of one update.
  ///   - threads: how many workers.
  ///   - shardSize: rows that run through the network together; nil is a fitting number.
  ///   - kernels: the build of the inner loops; nil is the fastest this processor can run.
  public init(
    _ network: Network, optimiser: Optimiser, batchSize: Int, threads: Int, shardSize: Int? = nil,
    kernels: KernelBuild? = nil
  ) {
    precondition(threads > 0, "training needs at least one thread, not \(threads)")
    self.batchSize = batchSize
    pool = WorkerPool(threadCount: threads)
    workers = (0..<threads).map { _ in
      Trainer(
        network, optimiser: .sgd(), capacity: batchSize, threads: 1, shardSize: shardSize,
        kernels: kernels)
    }
    learnt = LearntParameters(network, optimiser: optimiser, kernels: (kernels ?? .best).kernels)
  }

  /// The network as trained so far: a copy.
  public var network: Network { lock.withLock { learnt.network } }

  /// What a checkpoint must keep, and how to go on from one; not to be set during `run`.
  public var state: TrainerState {
    get { lock.withLock { learnt.state } }
    set { lock.withLock { learnt.state = newValue } }
  }

  /// Updates made so far.
  public var stepCount: Int { lock.withLock { learnt.stepCount } }

  /// How many updates of others, in the mean, came between a worker's copy and its own update.
  public var meanStaleness: Double {
    lock.withLock { Double(staleness) / Double(max(1, updateCount)) }
  }

  /// Makes `updates` updates, the batches numbered from 0 and dealt out as workers come free.
  ///
  /// - Parameters:
  ///   - clip: the largest global norm of one gradient; larger ones are scaled down to it.
  ///   - fill: writes the rows of one batch; called once for each, on any thread.
  ///   - loss: as in `Trainer.step`, with the number of the batch; `shard.rows` count within it.
  /// - Returns: the sums that `loss` returned, in no certain order.
  @discardableResult
  public func run(
    updates: Int, learningRate: Float, clip: Float? = nil,
    fill: @Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void,
    loss: @Sendable (Int, Shard) -> LossSums
  ) -> LossSums {
    precondition(updates >= 0, "training cannot make \(updates) updates")
    lock.withLock { sums = LossSums() }
    let next = Atomic(0)
    pool.run(on: pool.threadCount) { thread in
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < updates else { return }
        let worker = workers[thread]
        fill(number, worker.inputs)
        Subnormals.flushed {
          step(worker, learningRate: learningRate, clip: clip) { loss(number, $0) }
        }
      }
    }
    return lock.withLock { sums }
  }

  /// One update from the batch in the worker's inputs.
  private func step(
    _ worker: Trainer, learningRate: Float, clip: Float?, loss: @Sendable (Shard) -> LossSums
  ) {
    let copiedAt = lock.withLock {
      worker.loadWeights(learnt)
      return learnt.stepCount
    }
    let found = worker.accumulate(count: batchSize, loss: loss)
    worker.reduce(rows: batchSize)
    lock.withLock {
      sums += found
      staleness += learnt.stepCount - copiedAt
      updateCount += 1
      worker.update(learnt, learningRate: learningRate, clip: clip)
    }
  }
}

extension Trainer {
  /// Takes over the values of other parameters, but for the optimiser's state.
  fileprivate func loadWeights(_ other: LearntParameters) {
    learnt.values.update(from: other.values, count: other.count)
    isPacked = false
  }

  /// Moves other parameters by the gradient of the whole batch.
  fileprivate func update(_ other: LearntParameters, learningRate: Float, clip: Float?) {
    other.beginUpdate(gradients: gradients, rows: capacity)
    other.update(
      0..<other.count, gradients: gradients, rate: learningRate,
      scale: LearntParameters.scale(norm: gradientNorm, clip: clip))
  }
}
