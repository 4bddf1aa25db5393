/// Presets of board games, learnt by self-play without a search.
extension TaskPreset {
  static var ofGames: [TaskPreset] { solvedGames + connectFour + others }

  /// The agents that learn both tasks and games.
  private static let agents = ["dqn", "rainbow", "pqn", "ppo", "a2c", "reinforce", "avi", "klent"]

  // Random play of up to all but one ply leads to every position: each of them is learnt.
  private static let solvedGames = ["tic-tac-toe", "mnk"].flatMap { game -> [TaskPreset] in
    [
      TaskPreset(
        game, "dqn", steps: 450_000, evaluations: 2, promotionGames: 0,
        "opening-plies=8 per-alpha=0.6 final-learning-rate=0.00003"),
      TaskPreset(
        game, "ppo", steps: 8_000_000, evaluations: 2, promotionGames: 0,
        "opening-plies=8 num-envs=128 epochs=2 learning-rate=0.002 gae-lambda=1 "
          + "entropy-coefficient=0.1 final-entropy-coefficient=0.005"),
    ]
      + ["rainbow", "pqn", "a2c", "reinforce", "avi", "klent"].map {
        TaskPreset(
          game, $0, steps: 400_000, evaluations: 2, promotionGames: 0, "opening-plies=8")
      }
  }

  private static let connectFour = [
    TaskPreset(
      "connect-four", "dqn", steps: 4_000_000, evaluations: 6,
      "opening-plies=24 opponent-pool=8 opponent-interval=200000 per-alpha=0.6 "
        + "final-learning-rate=0.00003"),
    TaskPreset(
      "connect-four", "ppo", steps: 30_000_000, evaluations: 6,
      "opening-plies=24 opponent-pool=8 opponent-interval=1000000"),
  ]

  private static let others =
    openingPlies.flatMap { game, plies -> [TaskPreset] in
      agents.map {
        TaskPreset(game, $0, steps: 2_000_000, evaluations: 6, "opening-plies=\(plies)")
      }
    }
    + ["rainbow", "pqn", "a2c", "reinforce", "avi", "klent"].map {
      TaskPreset("connect-four", $0, steps: 2_000_000, evaluations: 6, "opening-plies=24")
    }

  /// About half of a game of random moves, so that late positions are learnt as well as early ones.
  private static let openingPlies = [
    ("gomoku", 24), ("go-lite", 40), ("go", 60), ("othello", 30), ("hex", 40),
    ("breakthrough", 30),
  ]
}
