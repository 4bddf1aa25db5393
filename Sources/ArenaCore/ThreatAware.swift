/// An environment that may report threats of an immediate win, so that proofs follow an attack many
/// plies deep (see `ProofSearch`).
///
/// Every board game is one; by default it reports none.
public protocol ThreatAware: DiscreteEnvironment {
  /// Whether the position reports threats: then and only then the two methods that follow append
  /// anything. It promises that from here on seats alternate and no action harms its own seat, so
  /// that a win which is not one action away takes a threat first.
  var reportsThreats: Bool { get }

  /// Appends the actions that win at once; where there are none, those that may keep the opponent
  /// from winning with its next, if it could win if it were to move now. The best of them is as
  /// good as any action left out.
  func appendForcedReplies(to actions: inout [Int])

  /// Appends the actions after which the seat to move would win at once if it were to move again.
  ///
  /// - Precondition: nothing is urgent.
  func appendThreats(to actions: inout [Int])
}

extension ThreatAware {
  public var reportsThreats: Bool { false }
  public func appendForcedReplies(to actions: inout [Int]) {}
  public func appendThreats(to actions: inout [Int]) {}
}
