import ArenaCore

/// An environment that shows its latest observations together, oldest first.
///
/// A vector of n features becomes one of `depth * n`; planes become `depth` times as many. For tasks
/// with one seat.
///
/// Source: Gymnasium 1.4 `wrappers/stateful_observation.py`, FrameStackObservation.
public struct FrameStack<Base: Environment>: EnvironmentWrapper {
  /// What stands for the observations from before the reset.
  public enum Padding: Sendable, Hashable {
    /// The reset's observation, repeated.
    case reset
    /// Zeros.
    case zero
  }

  public private(set) var base: Base
  /// How many observations are shown.
  public let depth: Int
  public let padding: Padding
  private let width: Int  // floats of one observation
  private var frames: [Float]  // [depth, width], a ring
  private var oldest = 0  // row of the ring

  /// - Precondition: `depth` is positive.
  public init(_ base: Base, depth: Int, padding: Padding = .reset) {
    precondition(depth > 0, "a stack needs at least one frame, not \(depth)")
    self.base = base
    self.depth = depth
    self.padding = padding
    width = base.observationShape.count
    frames = [Float](repeating: 0, count: depth * width)
  }

  public var observationShape: ObservationShape {
    switch base.observationShape {
    case .vector(let count): .vector(depth * count)
    case .planes(let channels, let rows, let columns):
      .planes(channels: depth * channels, rows: rows, columns: columns)
    }
  }

  public mutating func reset(using random: inout RandomSource) {
    base.reset(using: &random)
    if padding == .zero {
      for index in frames.indices { frames[index] = 0 }
      push()
    } else {
      for _ in 0..<depth { push() }
    }
  }

  public mutating func step(_ action: Base.Action, using random: inout RandomSource) -> Step {
    let step = base.step(action, using: &random)
    push()
    return step
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    for row in 0..<depth {
      let source = (oldest + row) % depth * width
      for index in 0..<width { features[row * width + index] = frames[source + index] }
    }
  }

  private mutating func push() {
    base.observe(as: .first, intoRow: oldest, of: &frames)
    oldest = (oldest + 1) % depth
  }
}

extension FrameStack: DiscreteEnvironment where Base: DiscreteEnvironment {}
extension FrameStack: ContinuousEnvironment where Base: ContinuousEnvironment {}
