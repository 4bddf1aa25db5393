/// Presets of the agents that learn values: tables and deep Q-learning.
extension TaskPreset {
  static let ofValues: [TaskPreset] =
    [
      TaskPreset(
        "CartPole-v1", "dqn", steps: 40_000, evaluations: 40, target: 490,
        "hidden=64x64 n-step=5 batch=128 discount=0.98 learning-rate=0.003 "
          + "final-learning-rate=0.001 target-update-interval=128 train-frequency=64 "
          + "gradient-steps=32 learning-starts=500 exploration-fraction=0.05"),
      TaskPreset(
        "FrozenLake-v1", "q-learning", steps: 300_000, evaluations: 1, target: 1, "time-aware=true"),
      TaskPreset(
        "FrozenLake8x8-v1", "q-learning", steps: 1_000_000, evaluations: 1, target: 1,
        "time-aware=true"),
      TaskPreset("FrozenLake-v1", "monte-carlo", steps: 1_000_000, evaluations: 1, target: 1),
      TaskPreset("FrozenLake8x8-v1", "monte-carlo", steps: 2_000_000, evaluations: 1, target: 1),
    ]
    + ["sarsa", "expected-sarsa"].flatMap { agent in
      [
        TaskPreset(
          "FrozenLake-v1", agent, steps: 300_000, evaluations: 1, target: 1, "time-aware=true"),
        TaskPreset(
          "FrozenLake8x8-v1", agent, steps: 1_000_000, evaluations: 1, target: 1,
          "time-aware=true"),
      ]
    }
    + ["q-learning", "sarsa", "expected-sarsa", "monte-carlo"].flatMap { agent in
      [
        TaskPreset("CliffWalking-v1", agent, steps: 100_000, evaluations: 1),
        TaskPreset("CliffWalkingSlippery-v1", agent, steps: 2_000_000, evaluations: 1),
        TaskPreset("Taxi-v4", agent, steps: 400_000, evaluations: 1),
        TaskPreset(
          "Blackjack-v1", agent, steps: 3_000_000, evaluations: 1,
          "learning-rate=0.1 final-learning-rate=0.0003"),
      ]
    }
    + ["value-iteration", "policy-iteration"].flatMap { agent in
      // In sweeps over all states, with those for each number of steps left: one of them is exact.
      [
        TaskPreset("FrozenLake-v1", agent, steps: 2 * 100 * 16, evaluations: 1, target: 1),
        TaskPreset("FrozenLake8x8-v1", agent, steps: 2 * 200 * 64, evaluations: 1, target: 1),
        TaskPreset("CliffWalking-v1", agent, steps: 100 * 48, evaluations: 1),
        TaskPreset("CliffWalkingSlippery-v1", agent, steps: 5000 * 48, evaluations: 1),
        TaskPreset("Taxi-v4", agent, steps: 2 * 200 * 500, evaluations: 1),
        TaskPreset("Blackjack-v1", agent, steps: 100 * 561, evaluations: 1),
      ]
    }
}
