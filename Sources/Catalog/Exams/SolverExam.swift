import Agents
import ArenaCore
import NeuralCore
import Training

/// Counts the mistakes of a network against a solver, with its search and without.
struct SolverExam<Game: BoardGame> {
  let exam: MistakeExam<Game>
  let start: Game
  /// The head that is examined alone; nil where there is no search to leave out.
  let policyHead: Int?
  let threads: Int

  func examine(
    _ network: Network?, within budget: Budget = .unlimited,
    _ makePlayer: () -> any Player<Game>
  ) -> SolverReport {
    var policy: MistakeTable?
    if let network, let policyHead {
      policy = exam.mistakes(threads: threads) {
        HeadPlayer(network, head: policyHead, for: start)
      }
    }
    return SolverReport(
      player: exam.mistakes(within: budget, threads: threads, by: makePlayer), policy: policy)
  }
}
