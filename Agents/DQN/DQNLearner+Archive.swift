import ArenaCore
import NeuralCore
import Training

extension DQNLearner {
  public func save(to archive: inout Safetensors) {
    archive.add(counts, as: "counts")
    archive.add(trainer.state, prefix: "trainer.")
    archive.set("target", target.parameters)
    archive.set("statistics", statistics.figures)
    archive.add(chance, as: "chance")
    archive.add(sampler.random, as: "draws")
    archive.set("priorities", sampler.figures(count: buffer.count))
    buffer.save(to: &archive)
    for index in lanes.indices {
      archive.set("lane.\(index).episode", lanes[index].words)
      windows[index].save(to: &archive, as: "lane.\(index).window")
    }
  }

  public func restore(from archive: Safetensors) throws {
    // Everything is read before anything changes: a bad archive leaves the learner as it was.
    let counts = try archive.counts("counts")
    let state = try archive.trainerState(prefix: "trainer.", like: trainer.state)
    let target = try archive.finiteArray(
      "target", as: Float.self, count: self.target.parameters.count)
    let statistics = try archive.statistics("statistics")
    let chance = try archive.random("chance")
    var buffer = buffer
    try buffer.restore(from: archive)
    var sampler = sampler
    sampler.random = try archive.random("draws")
    guard
      sampler.restore(try archive.values("priorities", as: Double.self), count: buffer.count)
    else { throw RunError.mismatch("priorities do not fit the replay buffer") }
    var lanes = lanes
    var windows = windows
    for index in lanes.indices {
      let words = try archive.values("lane.\(index).episode", as: UInt64.self)
      guard lanes[index].restore(from: words) else {
        throw RunError.mismatch("lane.\(index).episode is no episode of this world")
      }
      try windows[index].restore(
        from: archive, as: "lane.\(index).window", actionCount: buffer.actionCount)
    }
    (self.counts, self.statistics, self.chance) = (counts, statistics, chance)
    (self.buffer, self.sampler, self.lanes, self.windows) = (buffer, sampler, lanes, windows)
    trainer.state = state
    self.target.parameters = target
    useTarget()
  }
}
