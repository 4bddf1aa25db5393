/// What the best policy of a finite task is worth, by dynamic programming over its table.
///
/// Source: Bellman 1957; Sutton and Barto 2018, sections 4.1 and 4.4.
public struct OptimalValues: Sendable {
  /// `[states]`: the expected return from each state under the best policy.
  public private(set) var values: [Double]
  /// `[states]`: the best action in each state, the lowest of equal ones.
  public private(set) var policy: [Int]
  /// Sweeps over the table that it took.
  public private(set) var sweeps = 0

  private let table: TransitionTable

  /// Finite-maxGameLength dynamic programming: the best return that `maxGameLength` steps can bring, knowing how
  /// many are left. `policy` is that of the first step.
  ///
  /// Complexity: one pass over the table for each step.
  public init(of table: TransitionTable, maxGameLength: Int) {
    self.init(table)
    for _ in 0..<maxGameLength { _ = sweep(discount: 1) }
  }

  /// Value iteration, until no value changes by more than `tolerance`.
  ///
  /// - Precondition: without discount, every policy that lasts forever loses without bound (as in
  ///   tasks that charge for each step); else it need not converge.
  public init(of table: TransitionTable, discount: Double = 1, tolerance: Double = 1e-12) {
    self.init(table)
    while sweep(discount: discount) > tolerance {}
  }

  /// The expected return over the starting states.
  public var expectedReturn: Double {
    zip(table.start, values).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private init(_ table: TransitionTable) {
    self.table = table
    values = [Double](repeating: 0, count: table.stateCount)
    policy = [Int](repeating: 0, count: table.stateCount)
  }

  /// One pass of the Bellman operator; returns the largest change of a value.
  private mutating func sweep(discount: Double) -> Double {
    let old = values
    var change = 0.0
    for state in 0..<table.stateCount {
      var best = -Double.infinity
      for action in 0..<table.actionCount {
        let worth = table[state, action].reduce(0.0) { sum, transition in
          let future = transition.terminates ? 0 : discount * old[transition.next]
          return sum + transition.probability * (transition.reward + future)
        }
        if worth > best {
          best = worth
          policy[state] = action
        }
      }
      values[state] = best
      change = max(change, abs(best - old[state]))
    }
    sweeps += 1
    return change
  }
}
