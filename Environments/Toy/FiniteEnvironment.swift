public import ArenaCore

/// An environment with finitely many states, each with a number, and known dynamics. Every action
/// is legal in every state.
public protocol FiniteEnvironment: DiscreteEnvironment {
  /// The dynamics.
  var table: TransitionTable { get }
  /// The number of the present state, as the table has it. After a cut it is the state that was
  /// reached; after a termination it means nothing.
  var state: Int { get }
  /// Steps until a time limit cuts the episode; nil without a limit.
  var stepsLeft: Int? { get }
}

extension FiniteEnvironment {
  public var stepsLeft: Int? { nil }
}

extension TimeLimit: FiniteEnvironment where Base: FiniteEnvironment {
  public var table: TransitionTable { base.table }
  public var state: Int { base.state }
  public var stepsLeft: Int? { steps.map { $0 - elapsed } }
}
