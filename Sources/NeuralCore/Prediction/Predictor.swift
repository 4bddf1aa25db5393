/// Runs a network forward: one worker's inputs, outputs and scratch.
///
/// Not to be shared between threads: give each worker its own, all of them on one
/// `CompiledNetwork`. Nothing is allocated after `init`. The outputs of a row depend on that row
/// alone, to the last bit.
///
/// ```swift
/// let predictor = Predictor(network, capacity: 64)
/// // write rows into predictor.inputs
/// predictor.run(count: 8)
/// let policies = predictor.output(0)  // [8, width]
/// ```
public final class Predictor {
  /// The most rows of one run.
  public let capacity: Int
  /// `[capacity, input.count]`: rows to run, written by the caller.
  public var inputs: UnsafeMutableBufferPointer<Float> { inputMemory.elements }
  /// The weights in use; assign those of another generation to change them.
  ///
  /// - Precondition: they are of the same architecture.
  public var network: CompiledNetwork {
    didSet {
      precondition(
        network.plan.parameterCount == oldValue.plan.parameterCount
          && network.plan.values == oldValue.plan.values,
        "a predictor's network can only change its weights, not its architecture")
      loadWeights()
    }
  }

  private let inputMemory: AlignedMemory<Float>
  private var workspace: Workspace
  private let heads: [HeadBuffer]
  private let inputStride: Int
  /// Copies for this worker alone: of shared ones every run would count references, and the
  /// counts of all workers would fight for the same cache lines.
  /// `[thread, operation]`.
  private var operations: [[any Operation]] = []
  private let pool: WorkerPool
  private let meeting = Meeting()
  private var pass: Pass
  private var count = 0

  /// Where one head's output goes.
  private struct HeadBuffer {
    /// Its number among the plan's values.
    let value: Int
    let width: Int
    let memory: AlignedMemory<Float>
  }

  /// With the plan for runs of `capacity` rows: `CompiledNetwork.init(_:kernels:rows:)` says what
  /// depends on it.
  public convenience init(_ network: Network, capacity: Int, threads: Int = 1) {
    self.init(CompiledNetwork(network, rows: capacity), capacity: capacity, threads: threads)
  }

  /// - Parameters:
  ///   - capacity: the most rows of one run.
  ///   - threads: how many share every row's convolutions; more than one are for answers about
  ///     single positions, where cores are free: many rows are better dealt to predictors of one
  ///     thread each. The outputs do not depend on it.
  public init(_ network: CompiledNetwork, capacity: Int, threads: Int = 1) {
    precondition(capacity > 0, "a predictor needs room for at least one row, not \(capacity)")
    pool = WorkerPool(threadCount: threads)
    self.capacity = capacity
    self.network = network
    let plan = network.plan
    workspace = Workspace(plan, rowCapacity: min(plan.group, capacity), forTraining: false)
    inputStride = plan.values[0].stride
    inputMemory = AlignedMemory(count: capacity * inputStride)
    heads = plan.heads.map { value in
      let width = plan.values[value].shape.count
      return HeadBuffer(
        value: value, width: width, memory: AlignedMemory(count: capacity * width))
    }
    pass = workspace.pass(network)
    loadWeights()
  }

  /// Makes ready to run what `network` has become.
  private func loadWeights() {
    operations = (0..<pool.threadCount).map { _ in network.plan.operations.map(\.unshared) }
    if workspace.scratchCount < network.plan.scratchCount(rows: workspace.rowCapacity) {
      workspace = Workspace(network.plan, rowCapacity: workspace.rowCapacity, forTraining: false)
    }
    pass = workspace.pass(network)
  }

  /// Takes new weights of the same architecture. Predictors that share weights should share a
  /// `CompiledNetwork` and assign `network` instead.
  public func replace(parameters: [Float]) {
    network = CompiledNetwork(network.plan, parameters: parameters, kernels: network.kernels)
  }

  /// Runs the first `count` rows of `inputs`, in groups that keep their activations in the cache.
  public func run(count: Int) {
    precondition(count >= 0 && count <= capacity, "\(count) rows do not fit in \(capacity)")
    self.count = count
    Subnormals.flushed { run(count) }
  }

  private func run(_ count: Int) {
    let input = inputMemory.start
    let group = evenPart(of: count, upTo: workspace.rowCapacity)
    var pass = pass
    var row = 0
    while row < count {
      pass.rows = min(group, count &- row)
      pass.values[0] = input + row &* inputStride
      for head in heads { pass.values[head.value] = head.memory.start + row &* head.width }
      pass.share(among: pool, meeting, operations)
      row &+= pass.rows
    }
  }

  /// How many outputs the network has.
  public var headCount: Int { heads.count }

  /// `[count, width]`: what the last run made of each row.
  public func output(_ head: Int) -> UnsafeBufferPointer<Float> {
    let head = heads[head]
    return UnsafeBufferPointer(start: head.memory.start, count: count * head.width)
  }
}

extension Pass {
  /// Runs the operations forward, `[thread, operation]`, on every thread of the pool.
  fileprivate func share(
    among pool: WorkerPool, _ meeting: Meeting, _ operations: [[any Operation]]
  ) {
    guard pool.threadCount > 1 else {
      for operation in operations[0] { operation.forward(self) }
      return
    }
    pool.run(on: pool.threadCount) { thread in
      let share = Share(thread: thread, threads: pool.threadCount, meeting: meeting)
      for operation in operations[thread] { operation.forward(self, share) }
    }
  }
}
