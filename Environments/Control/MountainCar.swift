public import ArenaCore
import Glibc

/// A car too weak for the hill, which must swing back first; bit-exact with Gymnasium's
/// MountainCar.
///
/// - Rules: each step the engine changes the velocity by -0.001, 0 or 0.001 and the slope by
///   -0.0025 cos(3 position); velocity stays within 0.07, position within [-1.2, 0.6], and the left
///   end is a wall.
/// - Actions: 0 accelerates to the left, 1 not at all, 2 to the right.
/// - Observation: `[2]`, position and velocity, rounded to float32.
/// - Rewards: -1 a step, also for the one that reaches the goal.
/// - End: terminated at a position of 0.5 or more with at least `goal_velocity`.
/// - Start: position uniform in [-0.6, -0.4), at rest.
/// - Source: Moore 1990; Gymnasium 1.4 `classic_control/mountain_car.py`.
public struct MountainCar: GymnasiumTask, DiscreteEnvironment {
  public struct Settings: OptionGroup {
    var goalVelocity = 0.0

    public init() {}

    public static let fields: [OptionField<Self>] = [
      OptionField(
        "goal_velocity", \.goalVelocity, -0.07...0.07, "least velocity to reach the goal with")
    ]
  }

  public static let registrations: [Registration<Settings>] = [
    Registration("MountainCar-v0", stepLimit: 200, rewardThreshold: -110)
  ]

  /// Position along the valley, within [-1.2, 0.6]; the goal is at 0.5.
  public private(set) var position = 0.0
  /// Velocity, within [-0.07, 0.07].
  public private(set) var velocity = 0.0
  private var isRunning = false
  private let goalVelocity: Double

  public init(_ settings: Settings) { goalVelocity = settings.goalVelocity }

  public var turn: Seat? { isRunning ? .first : nil }
  public var actionCount: Int { 3 }
  public var observationShape: ObservationShape { .vector(2) }

  public mutating func reset(using random: inout RandomSource) {
    position = random.uniform(-0.6, -0.4)
    velocity = 0
    isRunning = true
  }

  public mutating func step(_ action: Int, using random: inout RandomSource) -> Step {
    precondition(isRunning, "MountainCar is over: reset it before the next step")
    precondition(0 <= action && action <= 2, "MountainCar has actions 0 to 2, not \(action)")
    let push = Double(action &- 1) * 0.001 + cos(3 * position) * -0.0025
    velocity = min(max(velocity + push, -0.07), 0.07)
    position = min(max(position + velocity, -1.2), 0.6)
    if position == -1.2 && velocity < 0 { velocity = 0 }
    let arrived = position >= 0.5 && velocity >= goalVelocity
    isRunning = !arrived
    return Step(reward: -1, terminated: arrived)
  }

  @inlinable public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    features[0] = Float(position)
    features[1] = Float(velocity)
  }
}
