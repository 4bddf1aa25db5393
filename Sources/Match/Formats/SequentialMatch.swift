/// Two players, numbers 0 and 1, in pairs of games until a sequential test knows whether 0 is
/// stronger, or the games are used up.
public struct SequentialMatch: Schedule {
  /// Games played between two looks of the test.
  static let batch = 16

  let pairs: Int
  /// Of the Elo of 0 above 1; nil plays all games.
  let test: SequentialTest?

  /// - Parameter limit: the most games, rounded up to a pair.
  public init(limit: Int, test: SequentialTest?) {
    pairs = (limit + 1) / 2
    self.test = test
  }

  public var gameCount: Int { 2 * pairs }

  public func pairings(after results: [GameResult]) -> [Pairing] {
    let sample = Standings(playerCount: 2, results: results).sample(of: 0, against: 1)
    guard verdict(sample) == .undecided else { return [] }
    return (results.count..<min(results.count + Self.batch, gameCount)).map { game in
      Pairing(0, 1, game: game)
    }
  }

  /// - Parameter sample: the pairs of games by the points of 0.
  public func verdict(_ sample: ScoreSample) -> SequentialTest.Verdict {
    test?.verdict(sample) ?? .undecided
  }

  public func logLikelihoodRatio(_ sample: ScoreSample) -> Double {
    test?.logLikelihoodRatio(sample) ?? 0
  }
}
