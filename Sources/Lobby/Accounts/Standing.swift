import Match
import Wire

/// How somebody does at one game.
public struct Standing: Sendable, Hashable {
  var rating = Glicko2()
  var score = Score()

  /// Adds one game with the result `value`: 1 a win, 0 a draw, -1 a loss.
  mutating func add(_ value: Double, against opponent: Glicko2) {
    let updated = rating.updated(after: [.init(against: opponent, score: (value + 1) / 2)])
    // Between strengths that differ beyond all measure a game proves nothing.
    if updated.rating.isFinite && updated.deviation.isFinite && updated.volatility.isFinite {
      rating = updated
    }
    score =
      score
      + Score(wins: value > 0 ? 1 : 0, draws: value == 0 ? 1 : 0, losses: value < 0 ? 1 : 0)
  }

  /// Whole Elo points, for people.
  var points: String { Self.whole(rating.rating) }

  /// Whole Elo points and their 95 % interval, for people.
  var text: String { "\(points) \(Self.whole(rating.estimate.margin))" }

  /// Rating, deviation and volatility to the last bit, wins, draws and losses: for snapshots.
  var exactText: String {
    let numbers = [rating.rating, rating.deviation, rating.volatility]
    let bits = numbers.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
    return "\(bits) \(score.wins) \(score.draws) \(score.losses)"
  }

  /// Reads what `exactText` writes; nil for anything that is no standing.
  init?(exactText words: some Collection<String>) {
    let words = Array(words)
    guard words.count == 6 else { return nil }
    let numbers = words[..<3].compactMap { UInt64($0, radix: 16) }.map(Double.init(bitPattern:))
    let counts = words[3...].compactMap(WordForm.number)
    guard numbers.count == 3, numbers.allSatisfy(\.isFinite), numbers[1] > 0, numbers[2] > 0,
      counts.count == 3
    else { return nil }
    rating = Glicko2(rating: numbers[0], deviation: numbers[1], volatility: numbers[2])
    score = Score(wins: counts[0], draws: counts[1], losses: counts[2])
  }

  init() {}

  private static func whole(_ value: Double) -> String {
    Int(exactly: value.rounded()).map { String($0) } ?? "?"
  }
}
