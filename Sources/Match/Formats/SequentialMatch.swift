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
    guard verdict(after: results) == .undecided else { return [] }
    return (results.count..<min(results.count + Self.batch, gameCount)).map { game in
      Pairing(0, 1, game: game)
    }
  }

  public func verdict(after results: [GameResult]) -> SequentialTest.Verdict {
    test?.verdict(Self.sample(of: results)) ?? .undecided
  }

  public func logLikelihoodRatio(after results: [GameResult]) -> Double {
    test?.logLikelihoodRatio(Self.sample(of: results)) ?? 0
  }

  /// The pairs of games by the half points of 0.
  ///
  /// - Parameter results: in the order of the schedule; a game without its partner is left out.
  public static func sample(of results: [GameResult]) -> ScoreSample {
    var pairs = [Int](repeating: 0, count: 5)
    for second in stride(from: 1, to: results.count, by: 2) {
      let points = results[second - 1].points(of: 0) + results[second].points(of: 0)
      pairs[Int(2 * points)] += 1
    }
    return ScoreSample(pairs: pairs)
  }
}
