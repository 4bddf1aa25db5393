public import NeuralCore
import Training

extension AlphaZeroLearner {
  public func save(to archive: inout Safetensors) {
    archive.add(trainer.state, prefix: "trainer.")
    archive.set("average", average.parameters)
    archive.set("average.count", [Int64(average.count)])
    replay.save(as: "replay.", to: &archive)
    validation.save(as: "validation.", to: &archive)
    for (index, worker) in workers.enumerated() {
      GameInProgress.save(worker.gamesUnderWay, as: "worker.\(index).", to: &archive)
      archive.add(worker.random, as: "worker.\(index).random")
    }
    archive.add(random, as: "random")
    archive.set("pending_updates", [pendingUpdates])
    archive.set("positions_played", [Int64(positionsPlayed)])
    archive.set("resignation_checks", resignations.checks.map { Int32($0 ? 1 : 0) })
    archive.add(counts, as: "counts")
  }

  public func restore(from archive: Safetensors) throws {
    // Everything is read before anything changes: a bad archive leaves the learner as it was.
    let state = try archive.trainerState(prefix: "trainer.", like: trainer.state)
    let averaged = try archive.finite("average", as: Float.self)
    let additions = try archive.count("average.count")
    guard averaged.count == (additions > 0 ? state.parameters.count : 0) else {
      throw RunError.mismatch("average is of another network")
    }
    let window = try RecordedGame.restore(as: "replay.", from: archive, start: start)
    let unseen = try RecordedGame.restore(as: "validation.", from: archive, start: start)
    let sessions = try workers.indices.map { index in
      let games = try GameInProgress.restore(as: "worker.\(index).", from: archive, start: start)
      guard games.count == options.selfPlay.gamesPerWorker else {
        throw RunError.mismatch("worker \(index) had \(games.count) games under way")
      }
      return (games: games, random: try archive.random("worker.\(index).random"))
    }
    let random = try archive.random("random")
    // What older runs saved calls them owed.
    let isOlder = archive.shape(of: "owed_updates") != nil
    let pending = try archive.one(isOlder ? "owed_updates" : "pending_updates", as: Double.self)
    let counts = try archive.counts("counts")
    let most = mostPendingUpdates(after: counts.steps, window)
    guard (0...most).contains(pending) else {
      throw RunError.mismatch("pending_updates is \(pending), not 0 to \(most)")
    }
    let played = try archive.count("positions_played")
    let checks = try archive.values("resignation_checks", as: Int32.self)
    guard checks.count <= ResignationMonitor.memory, checks.allSatisfy({ $0 == 0 || $0 == 1 })
    else { throw RunError.mismatch("resignation_checks are not up to 400 of 0 or 1") }

    trainer.state = state
    average = WeightAverage(decay: average.decay, parameters: averaged, count: additions)
    replay.replaceAll(with: window)
    validation.replaceAll(with: unseen)
    for (index, session) in sessions.enumerated() {
      workers[index].resume(session.games, random: session.random)
    }
    self.random = random
    (pendingUpdates, positionsPlayed, self.counts) = (pending, played, counts)
    resignations = ResignationMonitor(checks: checks.map { $0 == 1 })
  }

  /// More updates than two rounds ask for are never pending between rounds, but those for imported
  /// games are all pending at once, before the first step of self-play.
  private func mostPendingUpdates(after steps: Int, _ window: [RecordedGame]) -> Double {
    var positions = 2 * options.replayRatio * Double(options.positionsPerRound)
    if steps == 0, !options.pretraining.folder.isEmpty {
      let imported = window.reduce(0) { $0 + $1.decisions.count }
      positions = max(positions, Double(options.pretraining.epochs * imported))
    }
    return 1 + positions / Double(options.batch)
  }
}
