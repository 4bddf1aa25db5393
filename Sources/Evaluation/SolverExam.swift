import Agents
import ArenaCore
import NeuralCore
import Training

/// Counts the mistakes of a network against a solver, with its search and without.
public struct SolverExam<Game: BoardGame> {
  let exam: MistakeExam<Game>
  let start: Game
  /// The head that is examined alone; nil where there is no search to leave out.
  let policyHead: Int?
  let threads: Int

  public init(exam: MistakeExam<Game>, start: Game, policyHead: Int?, threads: Int) {
    self.exam = exam
    self.start = start
    self.policyHead = policyHead
    self.threads = threads
  }

  /// - Parameter network: the player's; nil where its policy alone is not to be examined.
  public func examine(_ network: Network?, _ makePlayer: () -> any Player<Game>) -> SolverReport {
    SolverReport(
      player: exam.mistakes(threads: threads, by: makePlayer),
      policy: network.flatMap(policyMistakes))
  }

  /// Of the policy alone; of the player where it does not search.
  public func policyMistakes(of candidate: Candidate<Game>) -> MistakeTable {
    policyMistakes(of: candidate.network)
      ?? exam.mistakes(threads: threads, by: candidate.makePlayer)
  }

  private func policyMistakes(of network: Network) -> MistakeTable? {
    policyHead.map { head in
      exam.mistakes(threads: threads) { HeadPlayer(network, head: head, for: start) }
    }
  }
}
