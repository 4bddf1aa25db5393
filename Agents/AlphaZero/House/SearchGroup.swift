import ArenaCore
import Foundation
import Match
import Search
import Synchronization
import Training

/// The house players of one network: every thread has a share of the games and searches in all of
/// them together. Threads live while there is something to do.
final class SearchGroup<E: Evaluator>: GameGroup where E.Game: Keyed {
  typealias World = E.Game

  private let lanes: [Lane]

  /// - Parameter makeEvaluator: one for each thread.
  init(threads: Int, width: Int, actionCount: Int, makeEvaluator: () -> E) {
    lanes = (0..<max(1, threads)).map { _ in
      Lane(SearchDesk(makeEvaluator(), width: width, actionCount: actionCount))
    }
  }

  func think(_ turn: GameTurn<World>) { lane(of: turn.turn.game).add(.think(turn)) }
  func forget(game: Int) { lane(of: game).add(.forget(game)) }

  private func lane(of game: Int) -> Lane { lanes[abs(game % lanes.count)] }

  private enum Job: Sendable {
    case think(GameTurn<World>)
    case forget(Int)
  }

  private final class Lane: Sendable {
    private struct State {
      var jobs: [Job] = []
      var isRunning = false
    }

    private let state = Mutex(State())
    /// Touched by the thread alone that runs, and there is one at most.
    private nonisolated(unsafe) let desk: SearchDesk<E>

    init(_ desk: SearchDesk<E>) { self.desk = desk }

    func add(_ job: Job) {
      let begins = state.withLock { state in
        state.jobs.append(job)
        defer { state.isRunning = true }
        return !state.isRunning
      }
      guard begins else { return }
      let thread = Thread { [self] in
        while takeJobs() { desk.step() }
      }
      thread.name = "arena.network"
      thread.stackSize = 4 << 20
      thread.start()
    }

    /// Hands the desk what came; false ends the thread, with nothing left to do.
    private func takeJobs() -> Bool {
      let isIdle = desk.isIdle
      let jobs: [Job]? = state.withLock { state in
        guard !state.jobs.isEmpty || !isIdle else {
          state.isRunning = false
          return nil
        }
        defer { state.jobs = [] }
        return state.jobs
      }
      guard let jobs else { return false }
      for job in jobs {
        switch job {
        case .think(let turn): desk.add(turn)
        case .forget(let game): desk.forget(game)
        }
      }
      return true
    }
  }
}
