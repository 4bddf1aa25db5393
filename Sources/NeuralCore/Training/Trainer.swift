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
  public let inputs: UnsafeMutableBufferPointer<Float>
  public let optimiser: Optimiser
  /// Rows of a shard; the last shard of a batch may be shorter.
  public let shardSize: Int
  /// The global norm of the last step's gradient, before clipping.
  public private(set) var gradientNorm: Float = 0
  /// Updates made so far.
  public private(set) var stepCount = 0

  let plan: Plan
  let pool: WorkerPool
  let template: Network
  let parameters: UnsafeMutableBufferPointer<Float>
  let kernels: Kernels
  /// What operations packed of the parameters for forward and for backward runs.
  private let packed: UnsafeMutableRawPointer
  /// Whether `packed` is of the current parameters.
  private var isPacked = false
  /// `[lane, parameterCount]`.
  let laneGradients: UnsafeMutableBufferPointer<Float>
  /// `[moment, parameterCount]`.
  let moments: UnsafeMutableBufferPointer<Float>
  let laneCount: Int
  /// `[thread]`.
  private let workspaces: [Workspace]
  /// `[shard]`.
  private let shardSums: UnsafeMutableBufferPointer<LossSums>
  /// `[slice]`: sums of squared gradients.
  private let sliceSquares: UnsafeMutableBufferPointer<Double>

  /// More lanes would let more threads work, and cost memory and time to sum.
  private static let largestLaneCount = 8
  /// Parameters that one thread sums, clips and updates at a time.
  private static let slice = 1 << 14

  /// - Parameters:
  ///   - capacity: the most rows of one batch.
  ///   - threads: how many threads share a step; the results do not depend on it.
  ///   - shardSize: rows that run through the network together; nil is a fitting number.
  ///   - kernels: the build of the inner loops; nil is the fastest this processor can run.
  public init(
    _ network: Network, optimiser: Optimiser, capacity: Int, threads: Int, shardSize: Int? = nil,
    kernels: Kernels? = nil
  ) {
    precondition(capacity > 0, "a trainer needs room for at least one row, not \(capacity)")
    precondition(
      shardSize ?? 1 > 0, "a shard needs at least one row, not \(shardSize ?? 0)")
    precondition(
      network.parameters.count == network.plan.parameterCount,
      "the network has \(network.plan.parameterCount) parameters, not \(network.parameters.count)")
    self.capacity = capacity
    self.optimiser = optimiser
    plan = network.plan
    self.shardSize = min(capacity, shardSize ?? plan.shard)
    self.kernels = kernels ?? .best
    precondition(
      Kernels.isSupported(self.kernels), "this processor cannot run \(self.kernels)")
    template = network
    let shardCount = (capacity + self.shardSize - 1) / self.shardSize
    laneCount = min(Self.largestLaneCount, shardCount)
    pool = WorkerPool(threadCount: max(1, min(threads, laneCount)))
    let count = plan.parameterCount
    parameters = .allocate(capacity: count)
    _ = parameters.initialize(from: network.parameters)
    laneGradients = .allocate(capacity: count * laneCount)
    laneGradients.initialize(repeating: 0)
    // Never empty, so that its address exists.
    moments = .allocate(capacity: max(1, count * optimiser.momentCount))
    moments.initialize(repeating: 0)
    let packedFloats = plan.packed.forward + plan.packed.backward + 16
    packed = .allocate(byteCount: packedFloats * MemoryLayout<Float>.size, alignment: 64)
    packed.initializeMemory(as: Float.self, repeating: 0, count: packedFloats)
    inputs = .allocate(capacity: capacity * plan.values[0].shape.count)
    inputs.initialize(repeating: 0)
    shardSums = .allocate(capacity: shardCount)
    shardSums.initialize(repeating: LossSums())
    sliceSquares = .allocate(capacity: (count + Self.slice - 1) / Self.slice)
    sliceSquares.initialize(repeating: 0)
    workspaces = (0..<pool.threadCount).map { [plan, shardSize = self.shardSize] _ in
      Workspace(plan, rowCapacity: shardSize, forTraining: true)
    }
  }

  deinit {
    inputs.deallocate()
    packed.deallocate()
    parameters.deallocate()
    laneGradients.deallocate()
    moments.deallocate()
    shardSums.deallocate()
    sliceSquares.deallocate()
  }

  /// The network as trained so far: a copy.
  public var network: Network {
    var network = template
    network.parameters = Array(parameters)
    return network
  }

  /// What a checkpoint must keep, and how to go on from one.
  public var state: TrainerState {
    get {
      let count = plan.parameterCount
      return TrainerState(
        parameters: Array(parameters),
        moments: (0..<optimiser.momentCount).map {
          Array(moments[($0 * count)..<(($0 + 1) * count)])
        },
        stepCount: stepCount)
    }
    set {
      let count = plan.parameterCount
      precondition(
        newValue.parameters.count == count && newValue.moments.count == optimiser.momentCount
          && newValue.moments.allSatisfy { $0.count == count },
        "the state is not of this network and optimiser")
      _ = parameters.update(from: newValue.parameters)
      for (index, moment) in newValue.moments.enumerated() {
        _ = moments[(index * count)..<((index + 1) * count)].update(from: moment)
      }
      stepCount = newValue.stepCount
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
    let sums = accumulate(count: count, loss: loss)
    update(learningRate: learningRate, clip: clip, rows: count)
    return sums
  }

  /// Forward and backward only: the gradient by parameters, `[parameterCount]`, for checks.
  public func gradient(count: Int, loss: @Sendable (Shard) -> LossSums) -> (LossSums, [Float]) {
    let sums = accumulate(count: count, loss: loss)
    reduce(lanes: usedLanes(count))
    return (sums, Array(laneGradients[..<plan.parameterCount]))
  }

  /// Bytes of activations, their gradients and scratch, over all threads.
  public var workspaceBytes: Int { workspaces.reduce(0) { $0 + $1.byteCount } }

  private func usedLanes(_ count: Int) -> Int {
    min(laneCount, (count + shardSize - 1) / shardSize)
  }

  // MARK: Forward and backward

  private func accumulate(count: Int, loss: @Sendable (Shard) -> LossSums) -> LossSums {
    precondition(count > 0 && count <= capacity, "\(count) rows do not fit in \(capacity)")
    let lanes = usedLanes(count)
    pack()
    pool.run { thread in
      for lane in stride(from: thread, to: lanes, by: pool.threadCount) {
        runLane(lane, count: count, workspaces[thread], loss)
      }
    }
    let shards = (count + shardSize - 1) / shardSize
    return shardSums[..<shards].reduce(LossSums(), +)
  }

  /// Packs the parameters anew after they changed, the operations dealt to the threads.
  private func pack() {
    guard !isPacked, let weights = parameters.baseAddress else { return }
    let forward = packed.assumingMemoryBound(to: Float.self)
    pool.run { thread in
      let packing = Packing(
        kernels: kernels, parameters: weights, forward: forward,
        backward: forward + plan.packed.forward, scratch: workspaces[thread].scratch)
      for index in stride(from: thread, to: plan.operations.count, by: pool.threadCount) {
        plan.operations[index].pack(packing)
      }
    }
    isPacked = true
  }

  /// Every shard of one lane, in order.
  private func runLane(
    _ lane: Int, count: Int, _ workspace: Workspace, _ loss: @Sendable (Shard) -> LossSums
  ) {
    guard let gradients = laneGradients.baseAddress, let weights = parameters.baseAddress,
      let input = inputs.baseAddress
    else { return }
    let laneGradient = gradients + lane * plan.parameterCount
    laneGradient.update(repeating: 0, count: plan.parameterCount)
    for shard in stride(from: lane, to: (count + shardSize - 1) / shardSize, by: laneCount) {
      let rows = (shard * shardSize)..<min(count, (shard + 1) * shardSize)
      workspace.values[0] = input + rows.lowerBound * plan.values[0].stride
      let forward = packed.assumingMemoryBound(to: Float.self)
      let pass = Pass(
        rows: rows.count, values: workspace.values, gradients: workspace.gradients,
        kernels: kernels, parameters: weights, packed: forward,
        packedBackward: forward + plan.packed.forward, parameterGradients: laneGradient,
        scratch: workspace.scratch)
      for operation in plan.operations { operation.forward(pass) }
      for value in plan.heads + plan.unreadValues {
        pass.gradients[value].update(
          repeating: 0, count: rows.count * plan.values[value].stride)
      }
      shardSums[shard] = loss(Shard(rows: rows, plan: plan, pass: pass))
      for operation in plan.operations.reversed() { operation.backward(pass) }
    }
  }

  // MARK: Update

  /// Sums the lanes into the first, slice by slice.
  private func reduce(lanes: Int) {
    guard let gradients = laneGradients.baseAddress else { return }
    let count = plan.parameterCount
    forEachSlice { index, range in
      let sum = gradients + range.lowerBound
      for lane in 1..<max(1, lanes) {
        kernels.add(sum + lane * count, to: sum, count: range.count)
      }
      sliceSquares[index] = plan.blocks.reduce(0) { squares, block in
        let part = block.range.clamped(to: range)
        guard block.isTrainable, !part.isEmpty else { return squares }
        return squares + kernels.sumOfSquares(gradients + part.lowerBound, count: part.count)
      }
    }
    gradientNorm = Float(sliceSquares.reduce(0, +).squareRoot())
  }

  private func update(learningRate: Float, clip: Float?, rows: Int) {
    reduce(lanes: usedLanes(rows))
    stepCount += 1
    isPacked = false
    guard let gradients = laneGradients.baseAddress, let weights = parameters.baseAddress,
      let state = moments.baseAddress
    else { return }
    var scale: Float = 1
    if let clip, gradientNorm > clip { scale = clip / gradientNorm }
    let count = plan.parameterCount
    for block in plan.blocks where !block.isTrainable {
      // Running statistics: their "gradients" are sums over rows of what each batch measured.
      for index in block.range {
        weights[index] +=
          BatchNormalisationOperation.momentum * (gradients[index] / Float(rows) - weights[index])
      }
    }
    forEachSlice { _, slice in
      for block in plan.blocks where block.isTrainable {
        let range = block.range.clamped(to: slice)
        guard !range.isEmpty else { continue }
        let start = range.lowerBound
        optimiser.update(
          weights + start, gradients: gradients + start, moments: state + start,
          momentStride: count, count: range.count, rate: learningRate, scale: scale,
          step: stepCount, decays: block.decays, kernels)
      }
    }
  }

  private func forEachSlice(_ work: (Int, Range<Int>) -> Void) {
    let count = plan.parameterCount
    let slices = sliceSquares.count
    let threads = slices > 4 ? pool.threadCount : 1
    func runSlices(of thread: Int) {
      for index in stride(from: thread, to: slices, by: threads) {
        work(index, (index * Self.slice)..<min(count, (index + 1) * Self.slice))
      }
    }
    if threads == 1 { runSlices(of: 0) } else { pool.run(runSlices(of:)) }
  }
}
