import ArenaCore
import NeuralCore
import Training

extension AlphaZeroLearner {
  public func save(to archive: inout Safetensors) {
    archive.add(trainer.state, prefix: "trainer.")
    archive.set("average", average.parameters)
    archive.set("average.count", [Int64(average.count)])
    RecordedGame.save(replay.contents, as: "replay.", to: &archive)
    RecordedGame.save(validation.contents, as: "validation.", to: &archive)
    for (index, worker) in workers.enumerated() {
      GameInProgress.save(worker.gamesUnderWay, as: "worker.\(index).", to: &archive)
      archive.add(worker.random, as: "worker.\(index).random")
    }
    archive.add(random, as: "random")
    archive.set("owed_updates", [owedUpdates])
    archive.set("positions_played", [Int64(positionsPlayed)])
    archive.set("resignation_checks", resignations.checks.map { Int32($0 ? 1 : 0) })
    archive.add(counts, as: "counts")
  }

  public func restore(from archive: Safetensors) throws {
    trainer.state = try archive.trainerState(prefix: "trainer.", like: trainer.state)
    let averaged = try archive.values("average", as: Float.self)
    let additions = Int(try archive.one("average.count", as: Int64.self))
    guard averaged.count == (additions > 0 ? trainer.state.parameters.count : 0) else {
      throw RunError.mismatch("average is of another network")
    }
    average = WeightAverage(average.kind, parameters: averaged, count: additions)
    replay.replaceAll(with: try RecordedGame.restore(as: "replay.", from: archive, start: start))
    validation.replaceAll(
      with: try RecordedGame.restore(as: "validation.", from: archive, start: start))
    for index in workers.indices {
      let games = try GameInProgress.restore(as: "worker.\(index).", from: archive, start: start)
      guard games.count == options.selfPlay.gamesPerWorker else {
        throw RunError.mismatch("worker \(index) had \(games.count) games under way")
      }
      workers[index].resume(games, random: try archive.random("worker.\(index).random"))
    }
    random = try archive.random("random")
    owedUpdates = try archive.one("owed_updates", as: Double.self)
    positionsPlayed = Int(try archive.one("positions_played", as: Int64.self))
    resignations = ResignationMonitor(
      checks: try archive.values("resignation_checks", as: Int32.self).map { $0 == 1 })
    counts = try archive.counts("counts")
  }
}
