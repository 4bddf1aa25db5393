public import ArenaCore
import Glibc

/// The mountain car with a continuous engine, bit-exact with Gymnasium's MountainCarContinuous.
///
/// - Rules: each step the engine changes the velocity by 0.0015 times the action, clipped to
///   [-1, 1], and the slope by -0.0025 cos(3 position); velocity stays within 0.07, position within
///   [-1.2, 0.6], and the left end is a wall.
/// - Actions: one number, best in [-1, 1]; more is clipped but paid for.
/// - Observation: `[2]`, position and velocity.
/// - Rewards: minus a tenth of the action's square, before clipping; 100 more at the goal.
/// - End: terminated at a position of 0.45 or more with at least `goal_velocity`.
/// - Start: position uniform in [-0.6, -0.4), at rest.
/// - Precision: the state is float64 from the reset to the first step and float32 from then on;
///   the force is a float32 product unless it was clipped. Both are Gymnasium's, by NumPy's rules
///   for mixing its float32 with Python's floats.
/// - Source: Moore 1990; Gymnasium 1.4 `classic_control/continuous_mountain_car.py`.
public struct MountainCarContinuous: GymnasiumTask, ContinuousEnvironment {
  public typealias Settings = MountainCar.Settings

  public static let registrations: [Registration<Settings>] = [
    Registration("MountainCarContinuous-v0", stepLimit: 999, rewardThreshold: 90)
  ]

  /// Position along the valley, within [-1.2, 0.6]; the goal is at 0.45.
  public private(set) var position = 0.0
  /// Velocity, within [-0.07, 0.07].
  public private(set) var velocity = 0.0
  private var isFresh = true  // no step since the reset: the state is float64
  private var isRunning = false
  private let goalVelocity: Double

  public init(_ settings: Settings) { goalVelocity = settings.goalVelocity }

  public var turn: Seat? { isRunning ? .first : nil }
  public var actionBounds: [ClosedRange<Float>] { [-1...1] }
  public var observationShape: ObservationShape { .vector(2) }

  public mutating func reset(using random: inout RandomSource) {
    position = random.uniform(-0.6, -0.4)
    velocity = 0
    isFresh = true
    isRunning = true
  }

  public mutating func step(_ action: ContinuousAction, using random: inout RandomSource) -> Step {
    precondition(isRunning, "MountainCarContinuous is over: reset it before the next step")
    let arrived = isFresh ? firstStep(action[0]) : laterStep(action[0])
    isFresh = false
    isRunning = !arrived
    let charge = Double(action[0])
    return Step(reward: (arrived ? 100 : 0) - charge * charge * 0.1, terminated: arrived)
  }

  @inlinable public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    features[0] = Float(position)
    features[1] = Float(velocity)
  }

  /// The engine's and the slope's push: float64 throughout when the action is clipped, else rounded
  /// to float32 at each operation.
  private func push(_ action: Float, slope: Double) -> Double {
    if action < -1 { return -0.0015 - slope }
    if action > 1 { return 0.0015 - slope }
    return Double(action * 0.0015 - Float(slope))
  }

  private mutating func firstStep(_ action: Float) -> Bool {
    // At rest at the bottom: one push reaches neither the speed limit nor an end of the valley.
    let speed = velocity + push(action, slope: 0.0025 * cos(3 * position))
    let place = position + speed
    velocity = Double(Float(speed))
    position = Double(Float(place))
    return false
  }

  private mutating func laterStep(_ action: Float) -> Bool {
    var place = Float(position)
    var speed = Float(velocity)
    speed += Float(push(action, slope: 0.0025 * cos(Double(3 * place))))
    speed = min(max(speed, -0.07), 0.07)
    place = min(max(place + speed, -1.2), 0.6)
    if place == -1.2 && speed < 0 { speed = 0 }
    position = Double(place)
    velocity = Double(speed)
    return place >= 0.45 && speed >= Float(goalVelocity)
  }
}
