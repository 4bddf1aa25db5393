/// Presets of the agents that learn policies: policy gradients and actor-critics.
extension TaskPreset {
  static let ofPolicies: [TaskPreset] =
    [
      TaskPreset(
        "CartPole-v1", "ppo", steps: 40_000, evaluations: 40, target: 485,
        "num-envs=4 n-steps=32 epochs=10 batch=32 hidden=32x32 learning-rate=0.002 gae-lambda=0.9"),
      TaskPreset(
        "CartPole-v1", "a2c", steps: 200_000, evaluations: 40, target: 485, "learning-rate=0.002"),
      TaskPreset(
        "CartPole-v1", "reinforce", steps: 200_000, evaluations: 40, target: 485,
        "num-envs=4 n-steps=512 learning-rate=0.01"),
      TaskPreset(
        "CartPole-v0", "ppo", steps: 40_000, evaluations: 40, target: 198,
        "num-envs=4 n-steps=32 epochs=10 batch=32 hidden=32x32 learning-rate=0.002 gae-lambda=0.9"),
      TaskPreset(
        "MountainCar-v0", "ppo", steps: 500_000, evaluations: 30, target: -98,
        "num-envs=16 n-steps=128 epochs=10 batch=128 hidden=32x32 learning-rate=0.003 "
          + "discount=0.999 gae-lambda=0.98 normalise-observations=true normalise-rewards=true"),
      TaskPreset(
        "MountainCarContinuous-v0", "ppo", steps: 80_000, target: 99.2,
        "num-envs=16 n-steps=256 epochs=10 batch=128 hidden=16x16 learning-rate=0.002 "
          + "discount=0.999 gae-lambda=0.98 normalise-observations=true normalise-rewards=true"),
      TaskPreset(
        "Acrobot-v1", "ppo", steps: 2_000_000, target: -60,
        "num-envs=32 n-steps=128 epochs=10 batch=256 learning-rate=0.003 discount=0.999 "
          + "entropy-coefficient=0.01 normalise-observations=true normalise-rewards=true"),
      TaskPreset(
        "Pendulum-v1", "ppo", steps: 150_000,
        "num-envs=8 n-steps=128 epochs=10 batch=64 learning-rate=0.002 gae-lambda=0.9 "
          + "value-coefficient=1 normalise-rewards=true final-clip-range=0.2 shared=true "
          + "state-dependent-deviation=true"),
      TaskPreset(
        "Pendulum-v1", "sac", steps: 9000, evaluations: 9,
        "discount=0.98 learning-rate=0.002 final-learning-rate=0.002 tau=0.01"),
      TaskPreset(
        "Pendulum-v1", "td3", steps: 12_000, evaluations: 12,
        "discount=0.98 learning-rate=0.003 final-learning-rate=0.0003 learning-rate-schedule=linear "
          + "tau=0.01"),
      TaskPreset(
        "FrozenLake-v1", "ppo", steps: 200_000, evaluations: 10, episodes: 4000, target: 0.75,
        "num-envs=32 n-steps=64 epochs=4 batch=256 learning-rate=0.003 discount=0.99 gae-lambda=0.9 "
          + "entropy-coefficient=0.03"),
      TaskPreset(
        "FrozenLake8x8-v1", "ppo", steps: 300_000, evaluations: 10, episodes: 2000, target: 0.91,
        "num-envs=64 n-steps=32 epochs=4 batch=256 hidden=32x32 learning-rate=0.003 discount=0.999 "
          + "gae-lambda=0.98 entropy-coefficient=0.02 normalise-rewards=true"),
      TaskPreset(
        "CliffWalking-v1", "ppo", steps: 100_000, target: -13,
        "num-envs=32 n-steps=32 epochs=8 batch=256 hidden=32x32 learning-rate=0.003 discount=0.97 "
          + "gae-lambda=0.9 clip-range=0.3 value-coefficient=0.01 entropy-coefficient=0.5"),
      TaskPreset(
        "CliffWalkingSlippery-v1", "ppo", steps: 300_000, target: -65,
        "num-envs=32 n-steps=128 epochs=8 batch=256 discount=0.99 gae-lambda=0.95 clip-range=0.3 "
          + "entropy-coefficient=0.1 normalise-rewards=true"),
      TaskPreset(
        "Taxi-v4", "ppo", steps: 1_200_000, target: 7.9,
        "num-envs=64 n-steps=64 epochs=4 batch=512 hidden=64 shared=true learning-rate=0.005 "
          + "discount=0.98 gae-lambda=0.9 entropy-coefficient=0.05 normalise-rewards=true"),
      TaskPreset(
        "Blackjack-v1", "ppo", steps: 600_000, evaluations: 5, episodes: 10_000, target: 0,
        "num-envs=64 n-steps=64 epochs=4 batch=512 learning-rate=0.002 discount=1 gae-lambda=1 "
          + "entropy-coefficient=0.05"),
    ]
}
