public import ArenaCore
import Glibc

/// A pendulum to swing up and hold, bit-exact with Gymnasium's Pendulum.
///
/// - Rules: a torque of at most 2 N m turns a rod of 1 m and 1 kg for 0.05 s, by one semi-implicit
///   Euler step; the angular velocity stays within 8 rad/s.
/// - Actions: one number, the torque, clipped to [-2, 2].
/// - Observation: `[3]`, cosine and sine of the angle from upright and the angular velocity, rounded
///   to float32.
/// - Rewards: minus (angle^2 + 0.1 velocity^2 + 0.001 torque^2), before the step, the angle within
///   [-pi, pi); never below -16.2736.
/// - End: none; it is cut by its time limit.
/// - Start: angle uniform in [-pi, pi), velocity in [-1, 1).
/// - Source: Gymnasium 1.4 `classic_control/pendulum.py`.
public struct Pendulum: GymnasiumTask, ContinuousEnvironment {
  public struct Settings: OptionGroup {
    var gravity = 10.0

    public init() {}

    public static let fields: [OptionField<Self>] = [
      OptionField("g", \.gravity, 0...1000, "gravity in m/s^2")
    ]
  }

  public static let registrations: [Registration<Settings>] = [
    Registration("Pendulum-v1", stepLimit: 200)
  ]

  /// Angle from upright in radians; not wrapped, so it counts turns.
  public private(set) var angle = 0.0
  /// Angular velocity in rad/s, within [-8, 8].
  public private(set) var angularVelocity = 0.0
  // The observation needs both, and the next step needs the sine.
  private var sine = 0.0
  private var cosine = 1.0
  private var isRunning = false
  private let gravity: Double

  public init(_ settings: Settings) { gravity = settings.gravity }

  public var turn: Seat? { isRunning ? .first : nil }
  public var actionBounds: [ClosedRange<Float>] { [-2...2] }
  public var observationShape: ObservationShape { .vector(3) }

  public mutating func reset(using random: inout RandomSource) {
    angle = random.uniform(-.pi, .pi)
    angularVelocity = random.uniform(-1, 1)
    (sine, cosine) = LibraryMath.sineAndCosine(angle)
    isRunning = true
  }

  public mutating func step(_ action: ContinuousAction, using random: inout RandomSource) -> Step {
    precondition(isRunning, "Pendulum is not reset: reset it before the first step")
    let torque = min(max(action[0], -2), 2)
    // Python's ** is pow; products with the float32 torque are rounded to float32.
    let squares = LibraryMath.squaresByPower(
      SIMD2(Self.wrapped(angle), angularVelocity))
    let cost =
      squares[0] + 0.1 * squares[1] + Double(0.001 * LibraryMath.squareByPower(torque))
    let pull = 3 * gravity / (2 * 1.0) * sine
    let acceleration = pull + Double(3 * torque)
    angularVelocity = min(max(angularVelocity + acceleration * 0.05, -8), 8)
    angle += angularVelocity * 0.05
    (sine, cosine) = LibraryMath.sineAndCosine(angle)
    return Step(reward: -cost)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    features[0] = Float(cosine)
    features[1] = Float(sine)
    features[2] = Float(angularVelocity)
  }

  /// The angle within [-pi, pi): Python's `(angle + pi) % (2 * pi) - pi`.
  @inline(__always)
  private static func wrapped(_ angle: Double) -> Double {
    let turn = 2 * Double.pi
    let shifted = angle + .pi
    var rest = abs(shifted)
    if rest >= 2 * turn {
      // Each subtraction is exact (the terms are within a factor of two), so this is fmod.
      while rest >= 16 * turn { rest = fmod(rest, turn) }
      if rest >= 8 * turn { rest -= 8 * turn }
      if rest >= 4 * turn { rest -= 4 * turn }
      if rest >= 2 * turn { rest -= 2 * turn }
    }
    // Vectors, for their masks in the place of branches: with many pendulums in turn, nobody predicts
    // where each one stands.
    var lanes = SIMD2(repeating: rest)
    lanes.replace(with: lanes - turn, where: lanes .>= turn)
    // Python's remainder takes the sign of the divisor.
    let isMirrored = (SIMD2(repeating: shifted) .< 0) .& (lanes .!= 0)
    lanes.replace(with: turn - lanes, where: isMirrored)
    return lanes[0] - .pi
  }
}
