/// What a stretch of self-play gave.
struct SelfPlayResult: Sendable {
  /// Finished games to learn from.
  var games: [RecordedGame] = []
  /// Finished games to measure the network with.
  var validationGames: [RecordedGame] = []
  /// Moves played, those of games still under way included.
  var moves = 0
  /// Decisions to learn from among them.
  var decisions = 0
  /// For each finished game in which a seat would have resigned: whether that was wrong.
  var resignationChecks: [Bool] = []

  /// Finished games of both kinds.
  var episodes: Int { games.count + validationGames.count }

  static func += (left: inout SelfPlayResult, right: SelfPlayResult) {
    left.games += right.games
    left.validationGames += right.validationGames
    left.moves += right.moves
    left.decisions += right.decisions
    left.resignationChecks += right.resignationChecks
  }
}
