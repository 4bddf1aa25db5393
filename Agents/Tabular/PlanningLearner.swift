public import ArenaCore
public import Environments
public import NeuralCore
public import Training

/// Computes the value of every action in every state from the known dynamics, without playing.
///
/// A round of value iteration is one sweep over the table; a round of policy iteration evaluates the
/// policy so far and then improves it. Where a time limit counts, one sweep goes from one step left
/// up and is exact.
///
/// Source: Bellman 1957; Howard 1960; Sutton and Barto 2018, chapter 4.
public final class PlanningLearner<World: FiniteEnvironment>: Learner {
  public var counts = LearnerCounts()
  private let origin: World
  private let algorithm: PlanningOptions.Algorithm
  private let options: PlanningOptions
  private(set) var table: ActionTable
  /// The policy that is evaluated, `[states, horizons]`; empty before the first improvement: any
  /// action, drawn evenly, under which every task ends.
  private var policy: [Int32] = []
  private var values: [Double]  // [states, horizons]: what each state is worth

  /// - Throws: `OptionError` for options out of range.
  public init(_ world: World, _ algorithm: PlanningOptions.Algorithm, _ setting: LearnerSetting)
    throws
  {
    options = try PlanningOptions().applying(setting.options)
    origin = world
    self.algorithm = algorithm
    table = ActionTable(for: world, countsSteps: options.countsSteps)
    values = [Double](repeating: 0, count: table.stateCount * table.horizons)
  }

  public var network: Network { table.network }

  public var lostNumbers: TrainingNumbers? { table.values.allSatisfy(\.isFinite) ? nil : .weights }

  public func makePlayer() -> any Player<World> { TabularPlayer<World>(table) }

  // MARK: The algorithm

  public func advance(fraction: Double) -> [Metric] {
    let change: Double
    switch algorithm {
    case .valueIteration:
      change = sweep { table, state, horizon in
        table.values[table.place(state, table.best(state, horizon: horizon)) + horizon]
      }
    case .policyIteration: change = improvePolicy()
    }
    counts.updates += 1
    return [Metric("change", change), Metric("expected-return", expectedReturn)]
  }

  /// What the table promises for an episode.
  var expectedReturn: Double {
    let horizons = table.horizons
    return origin.table.start.enumerated().reduce(0) { sum, start in
      sum + start.element * values[start.offset * horizons + horizons - 1]
    }
  }

  /// One pass of the Bellman operator over the table, in place.
  ///
  /// - Parameter value: what a state is worth by the table, with so many steps left less 1.
  /// - Returns: the largest change of a state's value.
  private func sweep(_ value: (ActionTable, _ state: Int, _ horizon: Int) -> Double) -> Double {
    let horizons = table.horizons
    var change = 0.0
    for horizon in 0..<horizons {
      // With one step left nothing comes after it; without a limit there is no such step.
      let later = table.isTimed ? horizon - 1 : 0
      for state in 0..<table.stateCount {
        for action in 0..<table.actionCount {
          var worth = 0.0
          for next in origin.table[state, action] {
            let isEnd = next.terminates || later < 0
            let future = isEnd ? 0 : options.discount * values[next.next * horizons + later]
            worth += next.probability * (next.reward + future)
          }
          table.values[table.place(state, action) + horizon] = worth
        }
        let new = value(table, state, horizon)
        change = max(change, abs(new - values[state * horizons + horizon]))
        values[state * horizons + horizon] = new
      }
    }
    counts.steps += values.count
    return change
  }

  /// Evaluates the policy, until no value changes any more or for long enough, then takes the best
  /// actions by them.
  ///
  /// - Returns: the most that a state still gains or was still moving.
  private func improvePolicy() -> Double {
    let policy = policy
    var change = 0.0
    for _ in 0..<Self.mostSweeps {
      change = sweep { table, state, horizon in
        if policy.isEmpty {
          return (0..<table.actionCount).reduce(0) {
            $0 + table.values[table.place(state, $1) + horizon]
          } / Double(table.actionCount)
        }
        let action = Int(policy[state * table.horizons + horizon])
        return table.values[table.place(state, action) + horizon]
      }
      if change < Self.tolerance { break }
    }
    var improved = policy.isEmpty ? [Int32](repeating: 0, count: values.count) : policy
    for state in 0..<table.stateCount {
      for horizon in 0..<table.horizons {
        let index = state * table.horizons + horizon
        let best = table.best(state, horizon: horizon)
        let gain = table.values[table.place(state, best) + horizon] - values[index]
        // Equals stay as they are, or two of them would take turns for ever.
        if policy.isEmpty || gain > Self.tolerance { improved[index] = Int32(best) }
        if gain > Self.tolerance { change = max(change, gain) }
      }
    }
    self.policy = improved
    return change < Self.tolerance ? 0 : change
  }

  /// An evaluation may end before it has converged: that is modified policy iteration (Puterman and
  /// Shin 1978), which finds the same policy.
  private static var mostSweeps: Int { 100 }
  private static var tolerance: Double { 1e-10 }

  // MARK: Saving

  public func save(to archive: inout Safetensors) {
    archive.add(counts, as: "counts")
    archive.set("values", table.values)
    archive.set("states", values)
    archive.set("policy", policy)
  }

  public func restore(from archive: Safetensors) throws {
    // Everything is read before anything changes: a bad archive leaves the learner as it was.
    let counts = try archive.counts("counts")
    let actionValues = try archive.finite("values", as: Double.self)
    let states = try archive.finite("states", as: Double.self)
    let policy = try archive.values("policy", as: Int32.self)
    let actions = Int32(0)..<Int32(table.actionCount)
    guard actionValues.count == table.values.count, states.count == values.count,
      policy.isEmpty || policy.count == values.count, policy.allSatisfy(actions.contains)
    else { throw RunError.mismatch("values, states and policy are of another table") }
    (self.counts, values, self.policy) = (counts, states, policy)
    table.values = actionValues
  }

  public func loadWeights(_ network: Network) throws {
    let loaded = try ActionTable(network, for: origin)
    guard loaded.horizons == table.horizons else {
      throw RunError.mismatch("a table of \(loaded.horizons) horizons against \(table.horizons)")
    }
    table = loaded
  }
}
