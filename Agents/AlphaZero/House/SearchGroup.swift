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
      let desk = SearchDesk(makeEvaluator(), width: width, actionCount: actionCount)
      return Lane { jobs in
        for job in jobs {
          switch job {
          case .think(let turn): desk.add(turn)
          case .forget(let game): desk.forget(game)
          }
        }
        desk.step()
        return desk.isIdle
      }
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
    /// Called by the thread alone that runs, and there is one at most. It is compiled for its game
    /// where the group is made.
    private nonisolated(unsafe) let work: ([Job]) -> Bool

    /// - Parameter work: hands a desk what came, has it take one step, and tells whether there is
    ///   nothing left to do.
    init(work: @escaping ([Job]) -> Bool) { self.work = work }

    func add(_ job: Job) {
      let begins = state.withLock { state in
        state.jobs.append(job)
        defer { state.isRunning = true }
        return !state.isRunning
      }
      guard begins else { return }
      let thread = Thread { [self] in
        var isIdle = true
        while let jobs = takeJobs(isIdle) { isIdle = work(jobs) }
      }
      thread.name = "arena.network"
      thread.stackSize = 4 << 20
      thread.start()
    }

    /// What came; nil ends the thread, with nothing left to do.
    private func takeJobs(_ isIdle: Bool) -> [Job]? {
      state.withLock { state in
        guard !state.jobs.isEmpty || !isIdle else {
          state.isRunning = false
          return nil
        }
        defer { state.jobs = [] }
        return state.jobs
      }
    }
  }
}
