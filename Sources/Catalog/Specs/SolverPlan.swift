/// An evaluation against a solver, before the game's type is known.
public struct SolverPlan: Sendable {
  public var player: PlayerSpec
  /// The most positions of each kind; nil takes as many as a training run does.
  public var positions: Int?
  public var threads = 1

  public init(player: PlayerSpec) { self.player = player }
}
