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
  public let inputs: UnsafeMutableBufferPointer<Float>
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

  private let workspace: Workspace
  private let heads: [HeadBuffer]
  private let inputStride: Int
  /// Copies for this worker alone: of shared ones every run would count references, and the
  /// counts of all workers would fight for the same cache lines.
  private var operations: [any Operation] = []
  private var pass: Pass
  private var count = 0

  /// Where one head's output goes.
  private struct HeadBuffer {
    /// Its number among the plan's values.
    let value: Int
    let width: Int
    let rows: UnsafeMutablePointer<Float>
  }

  public convenience init(_ network: Network, capacity: Int) {
    self.init(CompiledNetwork(network), capacity: capacity)
  }

  public init(_ network: CompiledNetwork, capacity: Int) {
    precondition(capacity > 0, "a predictor needs room for at least one row, not \(capacity)")
    self.capacity = capacity
    self.network = network
    let plan = network.plan
    workspace = Workspace(plan, rowCapacity: min(plan.group, capacity), forTraining: false)
    inputStride = plan.values[0].stride
    inputs = .allocate(capacity: capacity * inputStride)
    inputs.initialize(repeating: 0)
    heads = plan.heads.map { value in
      let width = plan.values[value].shape.count
      let rows = UnsafeMutablePointer<Float>.allocate(capacity: capacity * width)
      rows.initialize(repeating: 0, count: capacity * width)
      return HeadBuffer(value: value, width: width, rows: rows)
    }
    pass = workspace.pass(network)
    loadWeights()
  }

  deinit {
    inputs.deallocate()
    for head in heads { head.rows.deallocate() }
  }

  /// Makes ready to run what `network` has become.
  private func loadWeights() {
    operations = network.plan.operations.map(\.unshared)
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
    guard let input = inputs.baseAddress else { return }
    self.count = count
    let group = evenPart(of: count, upTo: workspace.rowCapacity)
    var pass = pass
    var row = 0
    while row < count {
      pass.rows = min(group, count &- row)
      pass.values[0] = input + row &* inputStride
      for head in heads { pass.values[head.value] = head.rows + row &* head.width }
      for operation in operations { operation.forward(pass) }
      row &+= pass.rows
    }
  }

  /// `[count, width]`: what the last run made of each row.
  public func output(_ head: Int) -> UnsafeBufferPointer<Float> {
    let head = heads[head]
    return UnsafeBufferPointer(start: head.rows, count: count * head.width)
  }
}
