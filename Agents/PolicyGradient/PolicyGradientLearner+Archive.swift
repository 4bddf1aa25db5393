import ArenaCore
import NeuralCore
import Training

extension PolicyGradientLearner {
  func save(to archive: inout Safetensors) {
    archive.add(counts, as: "counts")
    archive.add(trainer.state, prefix: "trainer.")
    archive.set("statistics", statistics.figures)
    archive.add(chance, as: "chance")
    archive.add(shuffle, as: "shuffle")
    // Each shuffle starts from the last order.
    archive.set("order", order.map { UInt64($0) })
    archive.set("moments", moments.figures)
    archive.set("reward-scale", rewardScale.figures)
    for index in lanes.indices { archive.set("lane.\(index).episode", lanes[index].words) }
  }

  func restore(from archive: Safetensors) throws {
    // Everything is read before anything changes: a bad archive leaves the learner as it was.
    let counts = try archive.counts("counts")
    let state = try archive.trainerState(prefix: "trainer.", like: trainer.state)
    let statistics = try archive.statistics("statistics")
    let chance = try archive.random("chance")
    let shuffle = try archive.random("shuffle")
    let order = try archive.array("order", as: UInt64.self, count: rollout.count)
    guard order.sorted() == (0..<UInt64(rollout.count)).map({ $0 }) else {
      throw RunError.mismatch("order is not one of \(rollout.count) steps")
    }
    guard
      let moments = RunningMoments(
        figures: try archive.values("moments", as: Double.self), width: rollout.width)
    else { throw RunError.mismatch("moments are not of \(rollout.width) features") }
    var rewardScale = rewardScale
    guard rewardScale.restore(try archive.values("reward-scale", as: Double.self)) else {
      throw RunError.mismatch("reward-scale is not of \(lanes.count) lanes")
    }
    var lanes = lanes
    for index in lanes.indices {
      let words = try archive.values("lane.\(index).episode", as: UInt64.self)
      guard lanes[index].restore(from: words) else {
        throw RunError.mismatch("lane.\(index).episode is no episode of this world")
      }
    }
    (self.counts, self.statistics) = (counts, statistics)
    (self.chance, self.shuffle, self.order) = (chance, shuffle, order.map { Int($0) })
    (self.moments, self.rewardScale, self.lanes) = (moments, rewardScale, lanes)
    trainer.state = state
  }
}
