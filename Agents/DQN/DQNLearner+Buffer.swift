import ArenaCore

/// The memory that a replay buffer takes, told and bounded before training begins.
extension DQNLearner {
  /// What a full replay buffer takes, by observations of the first steps.
  ///
  /// - Throws: `OptionError.conflict` when that is more than it may.
  static func checkedBufferBytes(
    _ options: DQNOptions, for world: World
  ) throws(OptionError) -> Int {
    let bytes = ReplayBuffer.byteCount(
      capacity: options.bufferSize, width: world.observationShape.count,
      actionCount: world.actionCount, isBinary: observesBits(world))
    guard bytes <= options.bufferMemory * 1_000_000 else {
      let fitting = Int(
        Double(options.bufferSize) * Double(options.bufferMemory) * 1e6 / Double(bytes))
      throw .conflict(
        "a buffer-size of \(options.bufferSize) takes \(bytes / 1_000_000) MB, more than the "
          + "\(options.bufferMemory) MB of buffer-memory: at most \(fitting) fit")
    }
    return bytes
  }

  /// Whether some random steps show nothing but 0 and 1.
  private static func observesBits(_ world: World) -> Bool {
    var (world, random) = (world, RandomSource(seed: 1))
    world.reset(using: &random)
    for _ in 0..<32 {
      guard let seat = world.turn else { break }
      guard world.observation(as: seat).allSatisfy({ $0 == 0 || $0 == 1 }) else { return false }
      let legal = world.legalActions
      _ = world.step(legal[random.below(legal.count)], using: &random)
    }
    return true
  }
}
