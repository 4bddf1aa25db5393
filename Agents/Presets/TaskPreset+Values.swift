/// Presets of the agents that learn values: deep Q-learning and tables.
extension TaskPreset {
  static var ofValues: [TaskPreset] {
    deep + lakes + ["sarsa", "expected-sarsa"].flatMap(onPolicyLakes)
      + ["q-learning", "sarsa", "expected-sarsa", "monte-carlo"].flatMap(learntTables)
      + ["value-iteration", "policy-iteration"].flatMap(computedTables)
  }

  private static let deep = [
    TaskPreset(
      "CartPole-v1", "dqn", steps: 40_000, evaluations: 40, target: 485,
      "hidden=64x64 n-step=5 batch=128 learning-rate=0.003 final-learning-rate=0.001 double=false "
        + "tau=0.02 exploration-final=0.02 train-frequency=64 gradient-steps=32 learning-starts=500"
    ),
    TaskPreset(
      "CartPole-v1", "pqn", steps: 40_000, evaluations: 40, target: 485,
      "num-envs=4 n-steps=32 epochs=10 batch=32 q-lambda=0.9 learning-rate=0.002 "
        + "final-learning-rate=0.0005 exploration-fraction=0.1"),
    // Without a hidden layer, a state that is one of a list has an own value for each action.
    TaskPreset(
      "FrozenLake-v1", "pqn", steps: 500_000, evaluations: 5, episodes: 4000, target: 0.75,
      "hidden=none layer-norm=false num-envs=64 n-steps=16 epochs=1 batch=256 discount=0.999 "
        + "q-lambda=0.2 learning-rate=0.005 exploration-final=0.5 exploration-fraction=0.5"),
    TaskPreset(
      "FrozenLake8x8-v1", "pqn", steps: 2_000_000, evaluations: 10, episodes: 2000, target: 0.91,
      "hidden=none layer-norm=false num-envs=256 n-steps=16 epochs=1 batch=512 discount=0.995 "
        + "q-lambda=0.2 learning-rate=0.01 final-learning-rate=0.00003 exploration-final=0.6"),
    TaskPreset(
      "CliffWalking-v1", "pqn", steps: 100_000, evaluations: 5, target: -13,
      "hidden=none layer-norm=false num-envs=32 n-steps=16 epochs=2 batch=256 discount=1 "
        + "q-lambda=0 learning-rate=0.1 final-learning-rate=0.02 exploration-final=0.1"),
    TaskPreset(
      "Taxi-v4", "pqn", steps: 600_000, evaluations: 5, target: 7.9,
      "hidden=none layer-norm=false num-envs=64 n-steps=16 epochs=2 batch=256 q-lambda=0.5 "
        + "learning-rate=0.02 final-learning-rate=0.001 exploration-fraction=0.5"),
  ]

  // A table is judged at its end alone: its values only get better.
  private static let lakes = [
    TaskPreset(
      "FrozenLake-v1", "q-learning", steps: 300_000, evaluations: 1, target: 1, "time-aware=true"),
    TaskPreset(
      "FrozenLake8x8-v1", "q-learning", steps: 1_000_000, evaluations: 1, target: 1,
      "time-aware=true"),
    TaskPreset("FrozenLake-v1", "monte-carlo", steps: 1_000_000, evaluations: 1, target: 1),
    TaskPreset("FrozenLake8x8-v1", "monte-carlo", steps: 2_000_000, evaluations: 1, target: 1),
  ]

  private static func onPolicyLakes(_ agent: String) -> [TaskPreset] {
    [
      TaskPreset(
        "FrozenLake-v1", agent, steps: 300_000, evaluations: 1, target: 1, "time-aware=true"),
      TaskPreset(
        "FrozenLake8x8-v1", agent, steps: 1_000_000, evaluations: 1, target: 1, "time-aware=true"),
    ]
  }

  private static func learntTables(_ agent: String) -> [TaskPreset] {
    [
      TaskPreset("CliffWalking-v1", agent, steps: 100_000, evaluations: 1),
      TaskPreset("CliffWalkingSlippery-v1", agent, steps: 2_000_000, evaluations: 1),
      TaskPreset(
        "Taxi-v4", agent, steps: 400_000, evaluations: 1,
        agent == "q-learning" ? "" : "exploration-initial=0.3"),
      TaskPreset(
        "Blackjack-v1", agent, steps: 3_000_000, evaluations: 1,
        "learning-rate=0.1 final-learning-rate=0.0003"),
    ]
  }

  // In sweeps over all states, one for each number of steps left: for value iteration the first is
  // exact.
  private static func computedTables(_ agent: String) -> [TaskPreset] {
    [
      TaskPreset("FrozenLake-v1", agent, steps: 20 * 100 * 16, evaluations: 1, target: 1),
      TaskPreset("FrozenLake8x8-v1", agent, steps: 20 * 200 * 64, evaluations: 1, target: 1),
      TaskPreset("CliffWalking-v1", agent, steps: 100 * 48, evaluations: 1),
      TaskPreset("CliffWalkingSlippery-v1", agent, steps: 5000 * 48, evaluations: 1),
      TaskPreset("Taxi-v4", agent, steps: 10 * 200 * 500, evaluations: 1),
      TaskPreset("Blackjack-v1", agent, steps: 100 * 561, evaluations: 1),
    ]
  }
}
