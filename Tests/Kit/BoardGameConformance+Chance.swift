public import ArenaCore

extension BoardGameConformance {
  /// Random actions are uniform over those that random play may choose, in some positions of a
  /// random game; without a model, over those that it does choose.
  ///
  /// - Parameter draws: how many draws to expect of each action. A frequency may be off by six
  ///   standard deviations, which happens to one action in 10^9.
  public func checkRandomActions(draws: Int) throws {
    var random = RandomSource(seed: seed, streams: 7)
    var game = start
    var model = reference
    var ply = 0
    while game.turn != nil {
      if ply % 7 == 0 {
        let legal = Set(game.legalActions.map(game.notation))
        let expected = model.map { Set($0.randomMoves()) }
        var counts: [String: Int] = [:]
        for _ in 0..<draws * (expected ?? legal).count {
          var copy = game
          counts[game.notation(of: copy.playRandomAction(using: &random)), default: 0] += 1
        }
        try requireEqual(
          Set(counts.keys).subtracting(expected ?? legal).sorted(), [],
          "random actions that were not expected at ply \(ply)")
        // Without a model, nobody knows which actions random play leaves out.
        let allowed = expected ?? Set(counts.keys)
        let total = counts.values.reduce(0, +)
        let draws = total / allowed.count
        let slack = 6 * Double(draws).squareRoot()
        for move in allowed {
          let count = counts[move] ?? 0
          try require(
            abs(Double(count - draws)) <= slack || allowed.count == 1,
            "\(move) was drawn \(count) times, expected \(draws), at ply \(ply)")
        }
      }
      let action = game.playRandomAction(using: &random)
      model?.play(game.notation(of: action))
      ply += 1
    }
  }

  /// Rollouts end the game, return its result, and win as often and end in positions as full as
  /// random actions one by one do.
  @inline(never)
  public func checkRollOut(games: Int) throws {
    var random = RandomSource(seed: seed, streams: 8)
    var results = (rollouts: Sample(), games: Sample())
    var looks = (rollouts: Sample(), games: Sample())
    for _ in 0..<games {
      var game = start
      let value = game.playOut(using: &random)
      try requireEqual(game.turn, nil, "the turn after a rollout")
      try requireEqual(value, game.outcome?.value(for: .first), "the result of a rollout")
      results.rollouts.add(value)
      looks.rollouts.add(look(game))
      var slow = start
      while slow.turn != nil { _ = slow.playRandomAction(using: &random) }
      results.games.add(slow.outcome?.value(for: .first) ?? 0)
      looks.games.add(look(slow))
    }
    try results.rollouts.requireSameMean(as: results.games, "results of rollouts")
    try looks.rollouts.requireSameMean(as: looks.games, "final positions of rollouts")
  }

  /// A number that depends on how many pieces of each seat there are.
  private func look(_ game: Game) -> Double {
    let features = game.observation(as: .first)
    let cells = game.observationShape.cells
    return features[..<cells].reduce(0) { $0 + Double($1) }
      + 1.5 * features[cells..<2 * cells].reduce(0) { $0 + Double($1) }
  }
}

/// Numbers of which only the mean and the spread matter.
private struct Sample {
  private var count = 0.0
  private var sum = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    sum += value
    squares += value * value
  }

  private var mean: Double { sum / count }
  private var variance: Double { max(squares / count - mean * mean, 1 / count) / count }

  /// Throws unless the means differ by less than six standard deviations.
  func requireSameMean(as other: Sample, _ what: String) throws {
    let slack = 6 * (variance + other.variance).squareRoot()
    try require(
      abs(mean - other.mean) <= slack,
      "\(what) have the mean \(mean), those of random games \(other.mean)")
  }
}

extension BoardGameConformance where Game: Keyed {
  /// Positions with one key look alike; and, unless the key covers history, those that look alike
  /// have one key.
  @inline(never)
  public func checkKeys(games: Int, coversHistory: Bool = false) throws {
    var looks: [UInt64: Fingerprint] = [:]
    var keys: [Fingerprint: UInt64] = [:]
    var random = RandomSource(seed: seed, streams: 9)
    for _ in 0..<games {
      var game = start
      while game.turn != nil {
        _ = game.playRandomAction(using: &random)
        let look = Fingerprint(game, withKey: false)
        if let other = looks.updateValue(look, forKey: game.key) {
          try requireEqual(look, other, "two positions with the key \(game.key)")
        }
        if !coversHistory, let other = keys.updateValue(game.key, forKey: look) {
          try requireEqual(game.key, other, "two keys of one position")
        }
      }
    }
  }
}
