public import ArenaCore
public import Search

/// Plays by alpha-beta to a fixed depth, or as deep as the budget lets it.
///
/// A budget's simulations are positions visited. Deterministic: the same position, the same move.
public struct AlphaBetaPlayer<Estimate: PositionEstimate>: Player where Estimate.Game: Keyed {
  public typealias World = Estimate.Game

  /// The depth in plies, where the budget allows it.
  public let depth: Int
  public private(set) var provenResult: Double?
  private var search: AlphaBetaSearch<Estimate>

  /// - Parameter tableBits: the transposition table holds 2^tableBits positions.
  public init(estimate: Estimate, depth: Int = 4, tableBits: Int = 18) {
    self.depth = depth
    search = AlphaBetaSearch(estimate: estimate, tableBits: tableBits)
  }

  public var surrender: Surrender? { search.wasFinite ? nil : .nonFinite }

  public mutating func begin(as seat: Seat, in world: World) {
    search.reset()
    provenResult = nil
  }

  public mutating func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    let result = search.search(
      world, maximumDepth: depth, nodes: budget.simulations ?? .max,
      deadline: Deadline(after: budget.timeBound))
    provenResult = result.isExact ? result.value : nil
    return result.action
  }
}

extension AlphaBetaPlayer: Sendable {}
