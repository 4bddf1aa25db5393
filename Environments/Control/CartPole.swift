public import ArenaCore

/// A pole balanced on a cart that is pushed left or right, bit-exact with Gymnasium's CartPole.
///
/// - Rules: every 0.02 s a force of 10 N pushes the cart; cart and pole move by one explicit Euler
///   step in float64.
/// - Actions: 0 pushes left, 1 pushes right.
/// - Observation: `[4]`, the cart's position (m) and velocity (m/s), the pole's angle from upright
///   (rad) and angular velocity (rad/s), rounded to float32.
/// - Rewards: 1 a step, the last one included; with `sutton_barto_reward` 0, and -1 when the pole
///   falls.
/// - End: terminated when the cart is more than 2.4 m from the centre or the pole more than 12
///   degrees from upright.
/// - Start: four draws, uniform in [-0.05, 0.05), in the order of the observation.
/// - Source: Barto, Sutton and Anderson 1983; Gymnasium 1.4 `classic_control/cartpole.py`.
public struct CartPole: GymnasiumTask, DiscreteEnvironment {
  public struct Settings: OptionGroup {
    var rewardsOnlyFall = false

    public init() {}

    public static let fields: [OptionField<Self>] = [
      OptionField(
        "sutton_barto_reward", \.rewardsOnlyFall, "reward 0 a step and -1 for the fall")
    ]
  }

  public static let registrations: [Registration<Settings>] = [
    Registration("CartPole-v1", stepLimit: 500, rewardThreshold: 475),
    Registration("CartPole-v0", stepLimit: 200, rewardThreshold: 195),
  ]

  // No two of the four numbers are neighbours. The compiler would store neighbours as one pair, and
  // whatever needs the early one next, the sine or the end of the episode, would wait for the late
  // one: a fifth slower.
  /// Cart position in metres from the centre; episodes end beyond 2.4 either way.
  public private(set) var position = 0.0
  private var isRunning = false
  /// Cart velocity in m/s.
  public private(set) var velocity = 0.0
  private let rewardPerStep: Double
  /// Pole angle in radians, positive to the right; episodes end beyond 12 degrees either way.
  public private(set) var angle = 0.0
  private let rewardForFall: Double
  /// Pole angular velocity in rad/s.
  public private(set) var angularVelocity = 0.0

  public init(_ settings: Settings) {
    rewardPerStep = settings.rewardsOnlyFall ? 0 : 1
    rewardForFall = settings.rewardsOnlyFall ? -1 : 1
  }

  public var turn: Seat? { isRunning ? .first : nil }
  public var actionCount: Int { 2 }
  public var observationShape: ObservationShape { .vector(4) }

  public mutating func reset(using random: inout RandomSource) {
    position = random.uniform(-0.05, 0.05)
    velocity = random.uniform(-0.05, 0.05)
    angle = random.uniform(-0.05, 0.05)
    angularVelocity = random.uniform(-0.05, 0.05)
    isRunning = true
  }

  public mutating func step(_ action: Int, using random: inout RandomSource) -> Step {
    precondition(isRunning, "CartPole is over: reset it before the next step")
    precondition(action == 0 || action == 1, "CartPole has actions 0 and 1, not \(action)")
    // Arithmetic, not a choice: a branch on a random action would be mispredicted half the time.
    advance(force: Double(2 &* action &- 1) * 10)
    let fell = abs(position) > 2.4 || abs(angle) > Self.largestAngle
    isRunning = !fell
    return Step(reward: fell ? rewardForFall : rewardPerStep, terminated: fell)
  }

  @inlinable public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    features[0] = Float(position)
    features[1] = Float(velocity)
    features[2] = Float(angle)
    features[3] = Float(angularVelocity)
  }

  private static let largestAngle = 12 * 2 * Double.pi / 360

  /// One Euler step. The order of the operations is Gymnasium's: any other rounds differently.
  private mutating func advance(force: Double) {
    let gravity = 9.8
    let poleMass = 0.1
    let mass = 0.1 + 1.0
    let halfLength = 0.5
    let poleMoment = 0.1 * 0.5  // mass times half length
    let tau = 0.02  // seconds

    let (sine, cosine) = LibraryMath.sineAndCosine(ofSmall: angle)
    let push = (force + poleMoment * (angularVelocity * angularVelocity) * sine) / mass
    let angularAcceleration =
      (gravity * sine - cosine * push)
      / (halfLength * (4.0 / 3.0 - poleMass * (cosine * cosine) / mass))
    let acceleration = push - poleMoment * angularAcceleration * cosine / mass

    position += tau * velocity
    angle += tau * angularVelocity
    velocity += tau * acceleration
    angularVelocity += tau * angularAcceleration
  }
}
