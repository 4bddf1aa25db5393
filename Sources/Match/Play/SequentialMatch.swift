import ArenaCore

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
  public var openingCount: Int { pairs }

  public func pairings(after records: [GameRecord]) -> [Pairing] {
    guard verdict(after: records) == .undecided else { return [] }
    return (records.count..<min(records.count + Self.batch, gameCount)).map { game in
      Pairing(0, 1, game: game)
    }
  }

  public func verdict(after records: [GameRecord]) -> SequentialTest.Verdict {
    test?.verdict(sample(of: records)) ?? .undecided
  }

  public func logLikelihoodRatio(after records: [GameRecord]) -> Double {
    test?.logLikelihoodRatio(sample(of: records)) ?? 0
  }

  /// The pairs of games by the half points of 0.
  private func sample(of records: [GameRecord]) -> ScoreSample {
    var pairs = [Int](repeating: 0, count: 5)
    for first in stride(from: 0, to: records.count, by: 2) {
      let value =
        records[first].outcome.value(for: .first) + records[first + 1].outcome.value(for: .second)
      pairs[Int(value) + 2] += 1
    }
    return ScoreSample(pairs: pairs)
  }
}
