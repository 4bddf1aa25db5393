/// What one action did to an environment.
///
/// `terminated` and `truncated` stay apart because they mean different things to a learner: after a
/// termination the future is worth 0, after a truncation it is worth what the value function says.
/// Both may be true on the same step.
public struct Step: Sendable, Hashable {
  /// Reward of the seat that acted.
  public var reward: Double
  /// The environment reached an end of its own: a goal, a failure, the end of a game.
  public var terminated: Bool
  /// The episode was cut from outside, by a time limit.
  public var truncated: Bool

  @inlinable public init(reward: Double, terminated: Bool = false, truncated: Bool = false) {
    self.reward = reward
    self.terminated = terminated
    self.truncated = truncated
  }

  /// Whether the episode is over, for either reason.
  @inlinable public var isLast: Bool { terminated || truncated }
}
