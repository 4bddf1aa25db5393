import Match

/// How somebody does at one game.
struct Standing: Sendable, Hashable {
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

  private static func whole(_ value: Double) -> String {
    Int(exactly: value.rounded()).map { String($0) } ?? "?"
  }
}
