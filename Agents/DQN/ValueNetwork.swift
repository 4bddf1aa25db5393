import ArenaCore
import Foundation
import NeuralCore
import Training

/// Which head of a network holds action values, and how its outputs become one value an action.
///
/// | head | outputs | an action's value |
/// | --- | --- | --- |
/// | `values` | `[actions]` | the output |
/// | `atoms`, with `support` | `[actions, atoms]` logits | the mean over evenly spaced returns |
/// | `quantiles` | `[actions, quantiles]` | their mean |
///
/// Source: Mnih et al. 2015; Wang et al. 2015 (dueling); Bellemare et al. 2017 (C51); Dabney et al.
/// 2018 (quantile regression).
struct ValueNetwork: Sendable {
  /// What is learnt of the return of an action.
  enum Distribution: String, CaseIterable, Sendable {
    /// Its mean alone.
    case none
    /// The probability of each of some returns, evenly spaced (C51).
    case categorical
    /// Its quantiles (QR-DQN).
    case quantile
  }

  let actionCount: Int
  let distribution: Distribution
  /// Numbers of each action: 1, atoms or quantiles.
  let width: Int
  private let head: Int
  /// The returns of the first and of the last atom.
  private let support: ClosedRange<Float>
  /// The head with the state's value in networks of older runs, whose advantages are a head too.
  private let separateValue: Int?

  /// Finds the head of a network that is to play in `world`.
  ///
  /// - Throws: `RunError.mismatch` when it observes or does something else.
  init(_ network: Network, for world: some DiscreteEnvironment) throws(RunError) {
    actionCount = world.actionCount
    let names = ["values", "atoms", "quantiles", "advantages"]
    guard let name = names.first(where: { network.head(named: $0) != nil }),
      let head = network.head(named: name)
    else { throw .mismatch("the network gives no action values") }
    self.head = head
    distribution = name == "atoms" ? .categorical : name == "quantiles" ? .quantile : .none
    width = distribution == .none ? 1 : max(1, network.outputWidth(head) / world.actionCount)
    try network.checkFits(world, head: head, width: width * world.actionCount)
    separateValue = name == "advantages" ? network.head(named: "value") : nil
    if let separateValue, network.outputWidth(separateValue) != 1 {
      throw .mismatch("the network's value is not one number")
    }
    guard distribution == .categorical else {
      support = 0...1
      return
    }
    let ends = network.layout.first { $0.name == Self.supportName }.map {
      Array(network.parameters[$0.range])
    }
    guard let ends, ends.count == 2, ends[0] < ends[1], width > 1 else {
      throw .mismatch("the network's atoms have no support")
    }
    support = ends[0]...ends[1]
  }

  private static let supportName = "support.0.bias"

  /// A freshly drawn network.
  ///
  /// - Parameter trunk: the layers before the head.
  static func network(
    _ options: ValueOptions, _ trunk: [Layer], for world: some DiscreteEnvironment,
    using random: inout RandomSource
  ) throws(ArchitectureError) -> Network {
    let (actions, width) = (world.actionCount, options.width)
    let outputs = Layer.dense(outputs: actions * width, initial: .lecun)
    let layer =
      options.isDueling
      ? Layer.dueling(
        actions: actions, atoms: width, value: [.dense(outputs: width, initial: .lecun)],
        advantage: [outputs])
      : outputs
    let name =
      switch options.distribution {
      case .none: "values"
      case .categorical: "atoms"
      case .quantile: "quantiles"
      }
    var heads = [Head(name: name, layers: [layer])]
    if options.distribution == .categorical {
      // A checkpoint tells its support: numbers that no gradient reaches.
      heads.append(Head(name: "support", layers: [.constant(outputs: 2)]))
    }
    var network = try Network(
      Architecture(
        input: Shape(world.observationShape),
        trunk: trunk, heads: heads),
      using: &random)
    if let block = network.layout.first(where: { $0.name == supportName }) {
      network.parameters.replaceSubrange(
        block.range, with: [Float(options.lowest), Float(options.highest)])
    }
    return network
  }

  // MARK: Reading

  /// Copies the action values of one row of the predictor's last run.
  func read(row: Int, of predictor: Predictor, into values: inout MutableSpan<Float>) {
    let output = predictor.output(head).row(row, width: actionCount * width)
    for action in 0..<actionCount { values[action] = mean(of: action, output) }
    if let separateValue {
      ActionValues.combine(value: predictor.output(separateValue)[row], into: &values)
    }
  }

  /// - Parameter output: of a row, `[actions, width]`.
  private func mean(of action: Int, _ output: UnsafeBufferPointer<Float>) -> Float {
    let own = output.row(action, width: width)
    switch distribution {
    case .none: return own[0]
    case .quantile: return own.reduce(0, +) / Float(width)
    case .categorical:
      return withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { probabilities in
        Softmax.probabilities(own, into: probabilities)
        var mean: Float = 0
        for atom in 0..<width { mean += probabilities[atom] * atomValue(atom) }
        return mean
      }
    }
  }

  private func atomValue(_ atom: Int) -> Float {
    let gap = (support.upperBound - support.lowerBound) / Float(width - 1)
    return support.lowerBound + Float(atom) * gap
  }

  // MARK: Learning

  /// Writes what an experience says its action is worth, `[width]`: the n-step return and what the
  /// next state, a row of both predictors' last runs, is worth at a discount. Where that is 0 the
  /// next state is not looked at.
  ///
  /// The next action is the best legal one by `online`, worth what `target` says. The target network
  /// as both is the classic target; the online network as `online` is double Q-learning.
  ///
  /// Source: Mnih et al. 2015; van Hasselt et al. 2015, equation 4; Bellemare et al. 2017,
  /// algorithm 1; Dabney et al. 2018, algorithm 1.
  func writeTarget(
    row: Int, online: Predictor, target predictor: Predictor, legal: Span<Bool>,
    nStepReturn: Float, discount: Float, into target: UnsafeMutableBufferPointer<Float>
  ) {
    let action = discount == 0 ? 0 : best(row: row, of: online, legal: legal).action
    let own = predictor.output(head).row(row, width: actionCount * width).row(action, width: width)
    switch distribution {
    case .none, .quantile:
      for index in 0..<width {
        target[index] = discount == 0 ? nStepReturn : nStepReturn + discount * own[index]
      }
    case .categorical:
      withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { probabilities in
        Softmax.probabilities(own, into: probabilities)
        Loss.projectCategorical(
          UnsafeBufferPointer(probabilities), support: support, reward: nStepReturn,
          discount: discount, into: target)
      }
    }
  }

  /// The legal action of the highest value in one row of the predictor's last run, and that value.
  func best(row: Int, of predictor: Predictor, legal: Span<Bool>) -> (action: Int, value: Float) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: actionCount) { values in
      values.initialize(repeating: 0)
      var span = values.mutableSpan
      read(row: row, of: predictor, into: &span)
      let action = ActionValues.best(of: UnsafeBufferPointer(values).span, legal: legal)
      return (action, values[action])
    }
  }

  /// The loss of one row of a batch, at the action it took.
  struct RowLoss {
    var loss: Double
    /// The action's value before.
    var value: Float
    /// How wrong it was: what its priority is made of.
    var error: Float
  }

  /// Adds the gradient of the loss of one action of `row` against its target, `[width]`.
  func learn(
    _ action: Int, row: Int, in shard: Shard, target: UnsafeBufferPointer<Float>, weight: Float,
    loss kind: ValueLoss
  ) -> RowLoss {
    let output = shard.output(head, row: row)
    let own = output.row(action, width: width)
    let gradient = shard.gradient(head, row: row).row(action, width: width)
    let value = mean(of: action, output)
    switch distribution {
    case .none:
      let (loss, slope) = kind.loss(of: value, target: target[0], weight: weight)
      gradient[0] += slope
      return RowLoss(loss: loss, value: value, error: value - target[0])
    case .categorical:
      let loss = Loss.crossEntropy(
        logits: own, target: target, weight: weight, gradient: gradient)
      // The divergence, as in Rainbow: cross-entropy less what no prediction could avoid.
      var least = 0.0
      for probability in target where probability > 0 {
        least -= Double(probability) * Double(log(probability))
      }
      return RowLoss(
        loss: Double(weight) * loss, value: value, error: Float(max(0, loss - least)))
    case .quantile:
      // A mean over the quantiles, so that their number does not set the step.
      let share = weight / Float(width)
      let loss = Loss.quantileHuber(
        quantiles: own, targets: target, weight: share, gradient: gradient)
      return RowLoss(
        loss: Double(share) * loss, value: value,
        error: value - target.reduce(0, +) / Float(width))
    }
  }
}
