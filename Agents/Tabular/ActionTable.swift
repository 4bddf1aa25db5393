import ArenaCore
import Environments
import NeuralCore
import Training

/// The value of every action in every state of a finite environment.
///
/// Where a time limit cuts episodes, what an action is worth depends on the steps left. A table
/// with many horizons has values for each number of them; one with a single horizon does not look
/// at the clock.
struct ActionTable: Hashable, Sendable {
  let stateCount: Int
  let actionCount: Int
  /// Numbers of steps left that have values of their own: 1 to this many; 1 stands for any number.
  let horizons: Int
  var values: [Double]  // [states, actions, horizons], by steps left less 1

  init(stateCount: Int, actionCount: Int, horizons: Int, value: Double = 0) {
    self.stateCount = stateCount
    self.actionCount = actionCount
    self.horizons = horizons
    values = [Double](repeating: value, count: stateCount * actionCount * horizons)
  }

  /// A table for `world`.
  ///
  /// - Parameter countsSteps: whether values depend on the steps left, where there is a limit.
  init(for world: some FiniteEnvironment, countsSteps: Bool, value: Double = 0) {
    self.init(
      stateCount: world.table.stateCount, actionCount: world.actionCount,
      horizons: countsSteps ? max(1, world.stepsLeft ?? 1) : 1, value: value)
  }

  var isTimed: Bool { horizons > 1 }

  /// The place of an action's values, `[horizons]`.
  func place(_ state: Int, _ action: Int) -> Int { (state * actionCount + action) * horizons }

  /// The index of the values that count in `world`, in `0 ..< horizons`.
  func horizon(in world: some FiniteEnvironment) -> Int {
    isTimed ? min(max(world.stepsLeft ?? horizons, 1), horizons) - 1 : 0
  }

  /// The best action, the first of equals.
  func best(_ state: Int, horizon: Int) -> Int {
    var best = 0
    for action in 1..<actionCount
    where values[place(state, action) + horizon] > values[place(state, best) + horizon] {
      best = action
    }
    return best
  }
}

extension ActionTable {
  /// One of the best actions, drawn evenly: a table that has learnt nothing yet tries them all.
  func anyBest(_ state: Int, horizon: Int, using random: inout RandomSource) -> Int {
    var (best, ties) = (0, 1)
    var top = values[place(state, 0) + horizon]
    for action in 1..<actionCount {
      let value = values[place(state, action) + horizon]
      if value > top {
        (best, top, ties) = (action, value, 1)
      } else if value == top {
        ties += 1
        if random.below(ties) == 0 { best = action }
      }
    }
    return best
  }
}

/// A table as a network: the number of a state and of the steps left goes in, its row comes out.
extension ActionTable {
  /// The layers of a network that holds such a table.
  private static func architecture(rows: Int, actionCount: Int) -> Architecture {
    Architecture(
      input: .vector(1), trunk: [],
      heads: [Head(name: "values", layers: [.embedding(symbols: rows, width: actionCount)])])
  }

  var network: Network {
    let architecture = Self.architecture(rows: stateCount * horizons, actionCount: actionCount)
    guard var network = try? Network(zeros: architecture) else {
      preconditionFailure("a table of \(values.count) values is no network")
    }
    for state in 0..<stateCount {
      for action in 0..<actionCount {
        for horizon in 0..<horizons {
          let row = state * horizons + horizon
          network.parameters[row * actionCount + action] =
            Float(values[place(state, action) + horizon])
        }
      }
    }
    return network
  }

  /// The table that `network` holds.
  ///
  /// - Throws: `RunError.mismatch` when it holds none for `world`.
  init(_ network: Network, for world: some FiniteEnvironment) throws(RunError) {
    let (states, actions) = (world.table.stateCount, world.actionCount)
    let rows = network.parameters.count / actions
    guard
      network.architecture == Self.architecture(rows: rows, actionCount: actions),
      rows % states == 0
    else { throw .mismatch("the network is no table of \(states) states and \(actions) actions") }
    self.init(stateCount: states, actionCount: actions, horizons: rows / states)
    for row in 0..<rows {
      for action in 0..<actions {
        values[place(row / horizons, action) + row % horizons] =
          Double(network.parameters[row * actions + action])
      }
    }
  }
}
