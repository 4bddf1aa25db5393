import ArenaCore

/// What is known of the returns of tasks.
public enum KnownReturns {
  /// The mean return of the best play, where it is known: by dynamic programming or the widest
  /// search.
  private static let optima = [
    "CartPole-v1": 500, "CartPole-v0": 200, "MountainCar-v0": -97.65, "Acrobot-v1": -58.7,
    "Pendulum-v1": -135.7, "MountainCarContinuous-v0": 99.64, "FrozenLake-v1": 0.7442,
    "FrozenLake8x8-v1": 0.9132, "CliffWalking-v1": -13, "CliffWalkingSlippery-v1": -64.71,
    "Taxi-v4": 7.93, "Blackjack-v1": -0.0431,
  ]

  /// When a task counts as solved and the best possible, in words for people.
  ///
  /// - Parameter threshold: the mean return at which it counts as solved; nil where it never does.
  public static func facts(of task: String, threshold: Double?) -> String {
    let facts = [
      threshold.map { "counts as solved at a mean return of \(text($0))" },
      optima[task].map { "the best possible is about \(text($0))" },
    ].compactMap { $0 }
    return facts.isEmpty ? "no known optimum" : facts.joined(separator: "; ")
  }

  static func text(_ value: Double) -> String {
    Text.fixed(value, decimals: abs(value) < 10 ? 3 : 1)
  }
}
