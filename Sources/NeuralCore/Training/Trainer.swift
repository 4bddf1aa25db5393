import Kernels

/// Trains a network: forward, the caller's loss, backward, optimiser; on one thread or several.
///
/// A batch is cut into shards of a fixed number of rows. Shards are dealt to a fixed number of
/// lanes, each with gradients of its own, and the lanes are summed in order. None of this depends
/// on the number of threads, so any number of threads gives the same bits.
///
/// ```swift
/// let trainer = Trainer(network, optimiser: .adam(), capacity: 256, threads: 2)
/// // write 256 rows into trainer.inputs
/// let sums = trainer.step(count: 256, learningRate: 1e-3, clip: 1) { shard in … }
/// ```
public final class Trainer {
  /// The most rows of one batch.
  public let capacity: Int
  /// `[capacity, input.count]`: the batch, written by the caller.
  public var inputs: UnsafeMutableBufferPointer<Float> { inputMemory.elements }
  /// `[capacity, input.count]`: the derivative of the last loss by each input; empty unless asked
  /// for.
  public var inputGradients: UnsafeMutableBufferPointer<Float> { inputGradientMemory.elements }
  public var optimiser: Optimiser { learnt.optimiser }
  /// Rows of a shard; the last shard of a batch may be shorter.
  public let shardSize: Int
  /// The global norm of the last step's gradient, before clipping.
  public internal(set) var gradientNorm: Float = 0
  /// Updates made so far.
  public var stepCount: Int { learnt.stepCount }

  let plan: Plan
  let pool: WorkerPool
  let learnt: LearntParameters
  let kernels: any KernelSet.Type
  /// What operations packed of the parameters for forward and for backward runs.
  let packed: AlignedMemory<Float>
  /// `[parameterCount]`: the gradient of the whole batch after `reduce`, of the first lane before.
  var gradients: UnsafeMutablePointer<Float> { lanes.start }
  /// Whether `packed` is of the current parameters.
  var isPacked = false
  /// `[lane, parameterCount]`, `laneStride` apart.
  let lanes: AlignedMemory<Float>
  let laneStride: Int
  let laneCount: Int
  let inputMemory: AlignedMemory<Float>
  let inputGradientMemory: AlignedMemory<Float>
  /// `[thread]`.
  let workspaces: [Workspace]
  /// `[shard]`.
  let shardSums: UnsafeMutableBufferPointer<LossSums>
  /// `[slice]`: sums of squared gradients.
  let sliceSquares: UnsafeMutableBufferPointer<Double>

  /// More lanes would let more threads work, and cost memory and time to sum.
  private static let largestLaneCount = 8
  /// Products and sums that take about 0.1 ms, ten times what waking a thread does.
  static let worthWaking = 1 << 23
  /// Parameters that one thread sums, clips and updates at a time.
  static let slice = 1 << 14

  /// - Parameters:
  ///   - capacity: the most rows of one batch.
  ///   - threads: how many threads share a step; the results do not depend on it.
  ///   - shardSize: rows that run through the network together; nil is a fitting number.
  ///   - kernels: the build of the inner loops; nil is the fastest this processor can run.
  ///   - givesInputGradients: whether `inputGradients` is filled.
  public init(
    _ network: Network, optimiser: Optimiser, capacity: Int, threads: Int, shardSize: Int? = nil,
    kernels: KernelBuild? = nil, givesInputGradients: Bool = false
  ) {
    precondition(capacity > 0, "a trainer needs room for at least one row, not \(capacity)")
    precondition(
      shardSize ?? 1 > 0, "a shard needs at least one row, not \(shardSize ?? 0)")
    self.capacity = capacity
    self.kernels = (kernels ?? .best).kernels
    let reaching =
      givesInputGradients ? try? Plan(network.architecture, givesInputGradients: true) : nil
    plan = reaching ?? network.plan
    inputGradientMemory = AlignedMemory(
      count: reaching == nil ? 0 : capacity * plan.values[0].stride)
    learnt = LearntParameters(network, optimiser: optimiser, kernels: self.kernels)
    self.shardSize = min(capacity, shardSize ?? plan.shard)
    let shardCount = (capacity + self.shardSize - 1) / self.shardSize
    laneCount = min(Self.largestLaneCount, shardCount)
    pool = WorkerPool(threadCount: max(1, min(threads, laneCount)))
    let count = plan.parameterCount
    laneStride = AlignedMemory<Float>.room(count)
    lanes = AlignedMemory(count: laneStride * laneCount)
    packed = AlignedMemory(count: plan.packed.forward + plan.packed.backward)
    inputMemory = AlignedMemory(count: capacity * plan.values[0].shape.count)
    shardSums = .allocate(capacity: shardCount)
    shardSums.initialize(repeating: LossSums())
    sliceSquares = .allocate(capacity: (count + Self.slice - 1) / Self.slice)
    sliceSquares.initialize(repeating: 0)
    workspaces = (0..<pool.threadCount).map { [plan, shardSize = self.shardSize] _ in
      Workspace(plan, rowCapacity: shardSize, forTraining: true)
    }
  }

  deinit {
    shardSums.deallocate()
    sliceSquares.deallocate()
  }

  /// The network as trained so far: a copy.
  public var network: Network { learnt.network }

  /// What a checkpoint must keep, and how to go on from one.
  public var state: TrainerState {
    get { learnt.state }
    set {
      learnt.state = newValue
      isPacked = false
    }
  }

  /// One step: forward over the first `count` rows of `inputs`, loss, backward, update.
  ///
  /// - Parameters:
  ///   - clip: the largest global gradient norm; larger gradients are scaled down to it.
  ///   - loss: fills the gradients of one shard; called once for each, on any thread.
  /// - Returns: the sums that `loss` returned, added in the order of the rows.
  @discardableResult
  public func step(
    count: Int, learningRate: Float, clip: Float? = nil, loss: @Sendable (Shard) -> LossSums
  ) -> LossSums {
    Subnormals.flushed {
      let sums = accumulate(count: count, loss: loss)
      reduce(rows: count)
      update(learningRate: learningRate, clip: clip, rows: count)
      return sums
    }
  }

  /// Forward and backward only: the gradient by parameters, `[parameterCount]`, for checks.
  public func gradient(count: Int, loss: @Sendable (Shard) -> LossSums) -> (LossSums, [Float]) {
    let sums = Subnormals.flushed {
      let sums = accumulate(count: count, loss: loss)
      reduce(rows: count)
      return sums
    }
    return (sums, Array(UnsafeBufferPointer(start: gradients, count: plan.parameterCount)))
  }

  /// Forward and backward only, for the derivatives of a loss by the inputs; the weights stay.
  @discardableResult
  public func differentiate(count: Int, loss: @Sendable (Shard) -> LossSums) -> LossSums {
    Subnormals.flushed { accumulate(count: count, loss: loss) }
  }

  /// Bytes of everything a step works on: activations, gradients, parameters, the optimiser's state.
  public var byteCount: Int {
    let floats =
      plan.parameterCount * (1 + optimiser.momentCount) + lanes.elements.count
      + packed.elements.count + inputs.count
    return floats * MemoryLayout<Float>.size + workspaces.reduce(0) { $0 + $1.byteCount }
  }
}
