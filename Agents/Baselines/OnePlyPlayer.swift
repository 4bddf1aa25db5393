public import ArenaCore
public import Search

/// Looks exactly one action ahead: takes a win at once, else the best estimate, ties at random.
///
/// With `EvenEstimate` it plays at random until it can win, and never plays into a loss that its own
/// action completes.
public struct OnePlyPlayer<Estimate: PositionEstimate>: Player {
  public typealias World = Estimate.Game

  private let estimate: Estimate
  private var legal: [Int] = []

  public init(estimate: Estimate) { self.estimate = estimate }

  public mutating func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    guard let seat = world.turn else { preconditionFailure("the game is over: nothing to choose") }
    legal.removeAll(keepingCapacity: true)
    world.appendLegalActions(to: &legal)
    var best = legal[0]
    var bestValue = -Double.infinity
    var ties = 0
    for action in legal {
      var next = world
      next.play(action)
      // A result outranks any estimate.
      let value =
        next.outcome.map { 2 * $0.value(for: seat) } ?? estimate.value(of: next, for: seat)
      if value > bestValue {
        best = action
        bestValue = value
        ties = 1
      } else if value == bestValue {
        ties += 1
        if random.below(ties) == 0 { best = action }
      }
    }
    return best
  }
}
