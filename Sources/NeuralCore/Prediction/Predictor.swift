/// Runs a network forward: one worker's inputs, outputs and scratch.
///
/// Not to be shared between threads: give each worker its own. Nothing is allocated after `init`.
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

  private let plan: Plan
  private let workspace: Workspace
  private let outputs: [UnsafeMutableBufferPointer<Float>]
  private let parameters: UnsafeMutableBufferPointer<Float>
  private var count = 0

  /// Rows that run through the whole network together: enough to share the weights, few enough that
  /// activations stay in the second-level cache.
  private static let chunk = 16

  public init(_ network: Network, capacity: Int) {
    precondition(capacity > 0, "a predictor needs room for at least one row, not \(capacity)")
    self.capacity = capacity
    plan = network.plan
    workspace = Workspace(plan, rowCapacity: min(Self.chunk, capacity), forTraining: false)
    inputs = .allocate(capacity: capacity * plan.values[0].shape.count)
    inputs.initialize(repeating: 0)
    outputs = plan.heads.map { [plan] head in
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(
        capacity: capacity * plan.values[head].shape.count)
      buffer.initialize(repeating: 0)
      return buffer
    }
    parameters = .allocate(capacity: network.parameters.count)
    _ = parameters.initialize(from: network.parameters)
  }

  deinit {
    inputs.deallocate()
    for output in outputs { output.deallocate() }
    parameters.deallocate()
  }

  /// Takes new weights of the same architecture, such as another generation's.
  public func replace(parameters new: [Float]) {
    precondition(
      new.count == parameters.count,
      "the network has \(parameters.count) parameters, not \(new.count)")
    _ = parameters.update(from: new)
  }

  /// Runs the first `count` rows of `inputs`.
  ///
  /// The outputs of a row do not depend on the other rows.
  public func run(count: Int) {
    precondition(count >= 0 && count <= capacity, "\(count) rows do not fit in \(capacity)")
    guard let input = inputs.baseAddress, let weights = parameters.baseAddress else { return }
    self.count = count
    var row = 0
    while row < count {
      let rows = min(workspace.rowCapacity, count &- row)
      workspace.values[0] = input + row &* plan.values[0].stride
      for (head, value) in plan.heads.enumerated() {
        if let output = outputs[head].baseAddress {
          workspace.values[value] = output + row &* plan.values[value].stride
        }
      }
      let pass = workspace.pass(rows: rows, parameters: weights)
      for operation in plan.operations { operation.forward(pass) }
      row &+= rows
    }
  }

  /// `[count, width]`: what the last run made of each row.
  public func output(_ head: Int) -> UnsafeBufferPointer<Float> {
    let width = plan.values[plan.heads[head]].shape.count
    return UnsafeBufferPointer(rebasing: outputs[head][..<(count * width)])
  }
}
