public import ArenaCore
public import NeuralCore
public import Training

/// Learners and players of the policy-gradient family, for discrete and continuous worlds.
public enum PolicyGradient {
  /// A learner of numbered actions: control tasks, and two-player games by self-play.
  ///
  /// - Throws: `OptionError` for options that do not go together.
  public static func learner<World: DiscreteEnvironment>(
    in world: World, _ setting: LearnerSetting
  ) throws -> any Learner<World> {
    try PPOLearner<DiscretePolicy<World>>(world, setting)
  }

  /// A learner of continuous actions.
  ///
  /// - Throws: `OptionError` for options that do not go together.
  public static func learner<World: ContinuousEnvironment>(
    in world: World, _ setting: LearnerSetting
  ) throws -> any Learner<World> {
    try PPOLearner<GaussianPolicy<World>>(world, setting)
  }

  /// A player by a trained network.
  ///
  /// - Parameter temperature: 0 plays the most likely action, 1 draws as the learner does.
  /// - Throws: `RunError.mismatch` when the network is of another world or another agent.
  public static func player<World: DiscreteEnvironment>(
    in world: World, network: Network, temperature: Double = 0
  ) throws(RunError) -> any Player<World> {
    try PolicyPlayer<DiscretePolicy<World>>(
      network: network, for: world, temperature: temperature)
  }

  /// A player by a trained network for continuous actions.
  ///
  /// - Parameter temperature: 0 plays the middle of the distribution, 1 draws as the learner does.
  /// - Throws: `RunError.mismatch` when the network is of another world or another agent.
  public static func player<World: ContinuousEnvironment>(
    in world: World, network: Network, temperature: Double = 0
  ) throws(RunError) -> any Player<World> {
    try PolicyPlayer<GaussianPolicy<World>>(
      network: network, for: world, temperature: temperature)
  }
}
