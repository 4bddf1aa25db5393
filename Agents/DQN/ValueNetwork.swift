import ArenaCore
import NeuralCore
import Training

/// Which heads of a network hold action values.
///
/// A plain network has the head `values`, `[actionCount]`. A dueling one has `advantages`,
/// `[actionCount]`, and `value`, `[1]`; see `ActionValues.combine`.
struct ValueNetwork: Sendable {
  let actionCount: Int
  private let actions: Int
  private let value: Int?

  var isDueling: Bool { value != nil }

  /// Finds the heads of a network that is to play in `world`.
  ///
  /// - Throws: `RunError.mismatch` when it observes or does something else.
  init(_ network: Network, for world: some DiscreteEnvironment) throws(RunError) {
    actionCount = world.actionCount
    value = network.head(named: "value")
    guard let actions = network.head(named: value == nil ? "values" : "advantages") else {
      throw .mismatch("the network gives no action values")
    }
    self.actions = actions
    try network.checkFits(world, head: actions, width: actionCount)
    if let value, network.outputWidth(value) != 1 {
      throw .mismatch("the network's value is not one number")
    }
  }

  static func architecture(
    _ trunk: TrunkOptions, isDueling: Bool, for world: some DiscreteEnvironment
  ) -> Architecture {
    let actions = Layer.dense(outputs: world.actionCount, initial: .lecun)
    return Architecture(
      input: Shape(world.observationShape),
      trunk: trunk.layers(on: world.observationShape, initial: .he),
      heads: isDueling
        ? [
          Head(name: "advantages", layers: [actions]),
          Head(name: "value", layers: [.dense(outputs: 1, initial: .lecun)]),
        ]
        : [Head(name: "values", layers: [actions])])
  }

  /// Copies the action values of one row of the predictor's last run.
  func read(row: Int, of predictor: Predictor, into values: inout MutableSpan<Float>) {
    let output = predictor.output(actions)
    for action in 0..<actionCount { values[action] = output[row * actionCount + action] }
    if let value { ActionValues.combine(value: predictor.output(value)[row], into: &values) }
  }

  /// The value of one action of `row`.
  func value(of action: Int, row: Int, in shard: Shard) -> Float {
    let output = shard.output(actions, row: row)
    guard let value else { return output[action] }
    return shard.output(value, row: row)[0] + output[action] - output.reduce(0, +)
      / Float(output.count)
  }

  /// Sends back the derivative by the value of one action of `row`.
  func addGradient(_ slope: Float, to action: Int, row: Int, in shard: Shard) {
    let gradient = shard.gradient(actions, row: row)
    gradient[action] += slope
    guard let value else { return }
    shard.gradient(value, row: row)[0] += slope
    for other in gradient.indices { gradient[other] -= slope / Float(actionCount) }
  }
}
