import ArenaCore

/// How long a run trains, over all its sessions.
public enum RunLimit: Sendable, Hashable, CustomStringConvertible {
  /// Training time by the wall clock, in minutes.
  case minutes(Double)
  /// Actions taken in the world. A run bounded by steps is repeatable bit for bit.
  case steps(Int)

  public var description: String {
    switch self {
    case .minutes(let minutes): "\(Text.figure(minutes)) minutes"
    case .steps(let steps): "\(Text.grouped(steps)) steps"
    }
  }

  /// How long a run can have trained: no longer than a century.
  static let seconds = 0...3.2e9

  /// How much of the run is behind us, 0 ... 1.
  func fraction(steps: Int, seconds: Double) -> Double {
    switch self {
    case .minutes(let minutes): min(1, seconds / (60 * minutes))
    case .steps(let limit): min(1, Double(steps) / Double(limit))
    }
  }

  /// Seconds left at the pace so far; nil while there is no pace yet.
  func secondsLeft(steps: Int, seconds: Double) -> Double? {
    let done = fraction(steps: steps, seconds: seconds)
    return done > 0 ? seconds * (1 - done) / done : nil
  }
}
