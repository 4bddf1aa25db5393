public import ArenaCore
import Glibc

/// Two links that hang from a fixed joint and are swung up by the joint between them, bit-exact with
/// Gymnasium's Acrobot (the book's dynamics).
///
/// - Rules: the torque acts for 0.2 s, by one classic Runge-Kutta step; the angles are then wrapped
///   to [-pi, pi] and the angular velocities kept within 4 pi and 9 pi.
/// - Actions: 0 applies a torque of -1 N m, 1 none, 2 a torque of 1 N m.
/// - Observation: `[6]`, cosine and sine of the first angle (from hanging down), of the second
///   (relative to the first), and both angular velocities, rounded to float32.
/// - Rewards: -1 a step, 0 for the one that reaches the height.
/// - End: terminated when the tip is more than one link above the joint:
///   -cos(first) - cos(first + second) > 1.
/// - Start: four draws, uniform in [-0.1, 0.1), rounded to float32.
/// - Source: Sutton 1996; Sutton and Barto 2018; Gymnasium 1.4 `classic_control/acrobot.py`.
public struct Acrobot: GymnasiumTask, DiscreteEnvironment {
  public static let registrations: [Registration<Settings>] = [
    Registration("Acrobot-v1", stepLimit: 500, rewardThreshold: -100)
  ]

  /// First and second angle (rad), first and second angular velocity (rad/s).
  public private(set) var state = SIMD4<Double>()
  // The angles' functions: the observation needs all four, the next step those of the second.
  private var sine1 = 0.0
  private var cosine1 = 1.0
  private var sine2 = 0.0
  private var cosine2 = 1.0
  private var isFresh = true  // no step since the reset: the observation is computed in float32
  private var isRunning = false

  public init(_ settings: NoOptions) {}

  public var turn: Seat? { isRunning ? .first : nil }
  public var actionCount: Int { 3 }
  public var observationShape: ObservationShape { .vector(6) }

  public mutating func reset(using random: inout RandomSource) {
    for index in 0..<4 { state[index] = Double(Float(random.uniform(-0.1, 0.1))) }
    computeFunctions()
    isFresh = true
    isRunning = true
  }

  public mutating func step(_ action: Int, using random: inout RandomSource) -> Step {
    precondition(isRunning, "Acrobot is over: reset it before the next step")
    precondition(0 <= action && action <= 2, "Acrobot has actions 0 to 2, not \(action)")
    integrate(torque: Double(action &- 1))
    state[0] = Self.wrapped(state[0])
    state[1] = Self.wrapped(state[1])
    state[2] = min(max(state[2], -4 * .pi), 4 * .pi)
    state[3] = min(max(state[3], -9 * .pi), 9 * .pi)
    computeFunctions()
    isFresh = false
    let swungUp = -cosine1 - cos(state[1] + state[0]) > 1
    isRunning = !swungUp
    return Step(reward: swungUp ? 0 : -1, terminated: swungUp)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    if isFresh {
      features[0] = LibraryMath.float32Cosine(ofSmall: Float(state[0]))
      features[1] = LibraryMath.float32Sine(ofSmall: Float(state[0]))
      features[2] = LibraryMath.float32Cosine(ofSmall: Float(state[1]))
      features[3] = LibraryMath.float32Sine(ofSmall: Float(state[1]))
    } else {
      features[0] = Float(cosine1)
      features[1] = Float(sine1)
      features[2] = Float(cosine2)
      features[3] = Float(sine2)
    }
    features[4] = Float(state[2])
    features[5] = Float(state[3])
  }

  private mutating func computeFunctions() {
    (sine1, cosine1) = LibraryMath.sineAndCosine(state[0])
    (sine2, cosine2) = LibraryMath.sineAndCosine(state[1])
  }

  private static func wrapped(_ angle: Double) -> Double {
    var angle = angle
    while angle > .pi { angle -= .pi - -.pi }
    while angle < -.pi { angle += .pi - -.pi }
    return angle
  }

  /// One Runge-Kutta step of 0.2 s. The order of the operations is Gymnasium's.
  private mutating func integrate(torque: Double) {
    let k1 = Self.derivative(of: state, torque: torque, sine2: sine2, cosine2: cosine2)
    let k2 = Self.derivative(of: state + 0.1 * k1, torque: torque)
    let k3 = Self.derivative(of: state + 0.1 * k2, torque: torque)
    let k4 = Self.derivative(of: state + 0.2 * k3, torque: torque)
    let twice2 = 2 * k2
    let twice3 = 2 * k3
    state += (0.2 / 6.0) * (k1 + twice2 + twice3 + k4)
  }

  private static func derivative(of state: SIMD4<Double>, torque: Double) -> SIMD4<Double> {
    let (sine2, cosine2) = LibraryMath.sineAndCosine(state[1])
    return derivative(of: state, torque: torque, sine2: sine2, cosine2: cosine2)
  }

  /// Angular velocities and accelerations. Links of 1 m and 1 kg, their centres at 0.5 m, moments of
  /// inertia of 1 kg m^2; factors of 1 are left out and constants folded as Python computes them.
  private static func derivative(
    of state: SIMD4<Double>, torque: Double, sine2: Double, cosine2: Double
  ) -> SIMD4<Double> {
    let (angle1, angle2, velocity1, velocity2) = (state[0], state[1], state[2], state[3])
    let gravity = 9.8
    let d1 = 0.25 + (1.25 + cosine2) + 1 + 1
    let d2 = (0.25 + 0.5 * cosine2) + 1
    let pulls = LibraryMath.cosines(SIMD2(angle1 + angle2 - .pi / 2, angle1 - .pi / 2))
    let squares = LibraryMath.squaresByPower(SIMD2(velocity1, velocity2))
    let phi2 = 0.5 * gravity * pulls[0]
    let coriolis = velocity2 * velocity1 * sine2
    let centrifugal1 = 0.5 * squares[0] * sine2
    let centrifugal2 = -0.5 * squares[1] * sine2
    let weight1 = (0.5 + 1) * gravity * pulls[1]
    let phi1 = centrifugal2 - coriolis + weight1 + phi2
    let drive = torque + d2 / d1 * phi1 - centrifugal1 - phi2
    let acceleration2 = drive / (0.25 + 1 - LibraryMath.squareByPower(d2) / d1)
    let acceleration1 = -(d2 * acceleration2 + phi1) / d1
    return SIMD4(velocity1, velocity2, acceleration1, acceleration2)
  }
}
