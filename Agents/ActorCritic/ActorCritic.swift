public import ArenaCore
public import NeuralCore
public import Training

/// Learners and players of SAC and TD3.
public enum ActorCritic {
  /// - Throws: `OptionError` for options that do not go together.
  public static func learner<World: ContinuousEnvironment>(
    _ algorithm: ActorCriticOptions.Algorithm, in world: World, _ setting: LearnerSetting
  ) throws -> any Learner<World> {
    switch algorithm {
    case .sac: try SACLearner(world, setting)
    case .td3: try TD3Learner(world, setting)
    }
  }

  /// A player by a trained network.
  ///
  /// - Parameter temperature: 0 plays the middle of the distribution, 1 draws as SAC does.
  /// - Throws: `RunError.mismatch` when the network is of another world or another agent.
  public static func player<World: ContinuousEnvironment>(
    in world: World, network: Network, temperature: Double = 0
  ) throws(RunError) -> any Player<World> {
    try SquashedPlayer(network: network, for: world, temperature: temperature)
  }
}
