/// Two games between the same players with the same opening and the seats swapped, which may depend
/// on each other; or one game that has no partner.
public struct GamePair: Sendable, Hashable {
  /// One or two results, of one game each.
  public var games: [PairResult]
  /// How often just this came.
  public var count: Double

  public init(_ games: [PairResult], count: Double = 1) {
    self.games = games
    self.count = count
  }
}
