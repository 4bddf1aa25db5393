/// A world that actions step through: a board game or a control task.
///
/// An environment is a value. Copy it to look ahead; there is no clone and no undo. Randomness is a
/// parameter, so the same seed and the same actions give the same trajectory, bit for bit.
///
/// A fresh value may be undefined until `reset` for tasks whose start is random; board games start
/// ready to play.
public protocol Environment: Sendable {
  associatedtype Action: Sendable

  /// The seat to act; nil once the episode is over.
  var turn: Seat? { get }

  /// The shape of an observation; the same for the whole life of the value.
  var observationShape: ObservationShape { get }

  /// Starts a new episode.
  mutating func reset(using random: inout RandomSource)

  /// Acts for the seat to move.
  ///
  /// - Precondition: the episode is running and `action` is legal.
  mutating func step(_ action: Action, using random: inout RandomSource) -> Step

  /// Writes what `seat` observes over all of `features`, which holds `observationShape.count`
  /// floats.
  func observe(as seat: Seat, into features: inout MutableSpan<Float>)
}

/// An environment whose actions are the indices `0 ..< actionCount`.
public protocol DiscreteEnvironment: Environment where Action == Int {
  /// The size of the action space; the same for the whole life of the value.
  var actionCount: Int { get }

  /// Whether the seat to move may play `action`; false for every action once the episode is over
  /// and for numbers outside `0 ..< actionCount`.
  func isLegal(_ action: Int) -> Bool

  /// Appends the legal actions in ascending order; none once the episode is over.
  ///
  /// The caller owns and reuses the array, so that listing allocates nothing in the long run.
  func appendLegalActions(to actions: inout [Int])
}

extension DiscreteEnvironment {
  @inlinable public func isLegal(_ action: Int) -> Bool {
    turn != nil && action >= 0 && action < actionCount
  }

  @inlinable public func appendLegalActions(to actions: inout [Int]) {
    for action in 0..<actionCount where isLegal(action) { actions.append(action) }
  }

  /// The legal actions in ascending order, in a new array: for tests and text, not for hot loops.
  public var legalActions: [Int] {
    var actions: [Int] = []
    appendLegalActions(to: &actions)
    return actions
  }
}

/// One action of a continuous environment: the first `actionBounds.count` lanes count.
public typealias ContinuousAction = SIMD4<Float>

/// An environment whose actions are vectors in a box, of at most four dimensions.
///
/// Actions outside the box are the environment's own business (Gymnasium's tasks clip some uses of
/// them and charge for others), so they are legal.
public protocol ContinuousEnvironment: Environment where Action == ContinuousAction {
  /// The bounds of each dimension.
  var actionBounds: [ClosedRange<Float>] { get }
}

extension Environment {
  /// What `seat` observes, in a new array: for tests and text, not for hot loops.
  public func observation(as seat: Seat) -> [Float] {
    var features = [Float](repeating: 0, count: observationShape.count)
    var span = features.mutableSpan
    observe(as: seat, into: &span)
    return features
  }
}

/// The shape of what a seat observes, as one row of a batch.
public enum ObservationShape: Sendable, Hashable {
  /// `[count]` features without geometry.
  case vector(Int)
  /// `[channels, rows, columns]`, row-major: plane after plane, each row by row from row 0.
  case planes(channels: Int, rows: Int, columns: Int)

  /// The number of floats of one observation.
  @inlinable public var count: Int {
    switch self {
    case .vector(let count): count
    case .planes(let channels, let rows, let columns): channels * rows * columns
    }
  }
}
