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
    }
  }

  private let workspace: Workspace
  private let outputs: [UnsafeMutableBufferPointer<Float>]
  private var count = 0

  public convenience init(_ network: Network, capacity: Int) {
    self.init(CompiledNetwork(network), capacity: capacity)
  }

  public init(_ network: CompiledNetwork, capacity: Int) {
    precondition(capacity > 0, "a predictor needs room for at least one row, not \(capacity)")
    self.capacity = capacity
    self.network = network
    let plan = network.plan
    workspace = Workspace(plan, rowCapacity: min(plan.group, capacity), forTraining: false)
    inputs = .allocate(capacity: capacity * plan.values[0].shape.count)
    inputs.initialize(repeating: 0)
    outputs = plan.heads.map { head in
      // Kernels read whole vectors of weights, and may write none, past a row's end.
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(
        capacity: capacity * plan.values[head].shape.count)
      buffer.initialize(repeating: 0)
      return buffer
    }
  }

  deinit {
    inputs.deallocate()
    for output in outputs { output.deallocate() }
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
    let plan = network.plan
    let inputStride = plan.values[0].stride
    var row = 0
    while row < count {
      let rows = min(workspace.rowCapacity, count &- row)
      workspace.values[0] = input + row &* inputStride
      for head in plan.heads.indices {
        guard let output = outputs[head].baseAddress else { continue }
        let value = plan.heads[head]
        workspace.values[value] = output + row &* plan.values[value].stride
      }
      let pass = workspace.pass(rows: rows, network)
      for operation in plan.operations { operation.forward(pass) }
      row &+= rows
    }
  }

  /// `[count, width]`: what the last run made of each row.
  public func output(_ head: Int) -> UnsafeBufferPointer<Float> {
    let plan = network.plan
    let width = plan.values[plan.heads[head]].shape.count
    return UnsafeBufferPointer(rebasing: outputs[head][..<(count * width)])
  }
}
