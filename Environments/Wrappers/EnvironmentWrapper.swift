public import ArenaCore

/// An environment around another one, which it changes in one respect.
///
/// What a wrapper does not define itself, it takes from its base.
public protocol EnvironmentWrapper: Environment where Action == Base.Action {
  associatedtype Base: Environment

  /// The environment inside.
  var base: Base { get }
}

extension EnvironmentWrapper {
  public var turn: Seat? { base.turn }
  public var observationShape: ObservationShape { base.observationShape }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    base.observe(as: seat, into: &features)
  }
}

extension DiscreteEnvironment where Self: EnvironmentWrapper, Base: DiscreteEnvironment {
  public var actionCount: Int { base.actionCount }

  public func isLegal(_ action: Int) -> Bool { turn != nil && base.isLegal(action) }

  public func appendLegalActions(to actions: inout [Int]) {
    if turn != nil { base.appendLegalActions(to: &actions) }
  }
}

extension ContinuousEnvironment where Self: EnvironmentWrapper, Base: ContinuousEnvironment {
  public var actionBounds: [ClosedRange<Float>] { base.actionBounds }
}

extension Environment {
  /// Writes an observation into a row of a table, `[rows, features]`.
  @inline(__always)
  func observe(as seat: Seat, intoRow row: Int, of table: inout [Float]) {
    let count = observationShape.count
    var all = table.mutableSpan
    var features = all._mutatingExtracting(row * count..<(row + 1) * count)
    observe(as: seat, into: &features)
  }
}
