import Agents
public import ArenaCore
public import NeuralCore
public import Training

/// Counts the mistakes of a network against a solver, with its search and without.
public struct SolverEvaluation<Game: BoardGame> {
  let evaluation: MistakeEvaluation<Game>
  let start: Game
  /// The head that is evaluated alone; nil where there is no search to leave out.
  let policyHead: Int?
  let threads: Int

  public init(evaluation: MistakeEvaluation<Game>, start: Game, policyHead: Int?, threads: Int) {
    self.evaluation = evaluation
    self.start = start
    self.policyHead = policyHead
    self.threads = threads
  }

  /// - Parameter network: the player's; nil where its policy alone is not to be evaluated.
  public func evaluate(
    _ network: Network?, _ watch: EvaluationWatch = EvaluationWatch(),
    _ makePlayer: () -> any Player<Game>
  ) throws(Interruption) -> SolverReport {
    SolverReport(
      player: try evaluation.mistakes(threads: threads, watch, by: makePlayer),
      policy: try policyMistakes(of: network, watch))
  }

  /// Of the policy alone; of the player where it does not search.
  public func policyMistakes(
    of candidate: Candidate<Game>
  ) throws(Interruption) -> MistakeTable {
    if let table = try policyMistakes(of: candidate.network, EvaluationWatch()) { return table }
    return try evaluation.mistakes(threads: threads, by: candidate.makePlayer)
  }

  private func policyMistakes(
    of network: Network?, _ watch: EvaluationWatch
  ) throws(Interruption) -> MistakeTable? {
    guard let network, let policyHead else { return nil }
    return try evaluation.mistakes(threads: threads, watch) {
      HeadPlayer(network, head: policyHead, for: start)
    }
  }
}
