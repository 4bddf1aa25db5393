public import ArenaCore

/// Plays random episodes of a task and checks every promise that `Environment` makes.
///
/// For tasks with one seat, whose start is random.
public struct TaskConformance<World: Environment> {
  let start: World
  let randomAction: (World, inout RandomSource) -> World.Action

  public init(_ start: World, randomAction: @escaping (World, inout RandomSource) -> World.Action) {
    self.start = start
    self.randomAction = randomAction
  }

  // Tasks without a time limit are left after so many steps.
  private static var patience: Int { 1000 }

  /// Runs every check over so many random episodes.
  public func check(episodes: Int) throws {
    for episode in 0..<episodes {
      let first = try play(seed: UInt64(episode), checks: true)
      let second = try play(seed: UInt64(episode), checks: false)
      try requireEqual(second, first, "the same seed again, episode \(episode)")
    }
    let logs = try (0..<20).map { try play(seed: $0, checks: false) }
    try require(Set(logs).count > 1, "every seed gives the same episode")
  }

  /// Everything an episode shows, as bits.
  private func play(seed: UInt64, checks: Bool) throws -> [UInt64] {
    var random = RandomSource(seed: seed)
    var chance = RandomSource(seed: seed, streams: 1)
    var world = start
    try requireEqual(world.turn, nil, "whose turn it is before the reset")
    world.reset(using: &random)
    var log = bits(world)
    for count in 1...Self.patience {
      if checks { try checkRunning(world) }
      let action = randomAction(world, &chance)
      let copy = world
      let copiedBits = bits(copy)
      let step = world.step(action, using: &random)
      if checks {
        try requireEqual(bits(copy), copiedBits, "a copy after step \(count) of the original")
        try requireEqual(step.isLast, world.turn == nil, "the end at step \(count)")
        try require(step.reward.isFinite, "the reward of step \(count) is \(step.reward)")
      }
      log += bits(world) + [step.reward.bitPattern]
      guard world.turn != nil else {
        if checks { try checkOver(world) }
        break
      }
    }
    return log
  }

  private func checkRunning(_ world: World) throws {
    try requireEqual(world.turn, .first, "whose turn it is")
    let features = world.observation(as: .first)
    try requireEqual(features.count, start.observationShape.count, "the size of the observation")
    try require(features.allSatisfy(\.isFinite), "an observation is not finite: \(features)")
    if let world = world as? any DiscreteEnvironment {
      try requireEqual(world.legalActions, Array(0..<world.actionCount), "the legal actions")
      try require(!world.isLegal(-1) && !world.isLegal(world.actionCount), "others are legal too")
    }
  }

  private func checkOver(_ world: World) throws {
    try require(world.observation(as: .first).allSatisfy(\.isFinite), "the end cannot be seen")
    if let world = world as? any DiscreteEnvironment {
      try requireEqual(world.legalActions, [], "the legal actions at the end")
      try require(!world.isLegal(0), "an action is legal at the end")
    }
  }

  // An observation must be written in full: what was there before must not show through.
  private func bits(_ world: World) -> [UInt64] {
    var features = [Float](repeating: .nan, count: world.observationShape.count)
    var span = features.mutableSpan
    world.observe(as: .first, into: &span)
    return features.map { UInt64($0.bitPattern) }
  }
}
