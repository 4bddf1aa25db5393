import Training

/// Running means over the last episodes, for the progress line.
struct EpisodeStatistics: Hashable, Sendable {
  private(set) var total = 0.0
  private(set) var length = 0.0
  private(set) var isEmpty = true

  /// What the newest episode counts for: a memory of about 50 episodes.
  private static let weight = 0.02

  mutating func record(total newTotal: Double, length newLength: Int) {
    let weight = isEmpty ? 1 : Self.weight
    total += weight * (newTotal - total)
    length += weight * (Double(newLength) - length)
    isEmpty = false
  }

  /// The return of an episode; in a game, where a decided one is worth 1 to its winner, how many
  /// end in a draw.
  func metrics(forGame isGame: Bool) -> [Metric] {
    [
      isGame ? Metric("draws", 1 - total) : Metric("episode_return", total),
      Metric("episode_length", length),
    ]
  }

  // MARK: Saving

  var state: [Double] { [total, length, isEmpty ? 1 : 0] }

  init() {}

  /// Restores saved `state`; nil when they are none.
  init?(state: [Double]) {
    guard state.count == 3, state.allSatisfy(\.isFinite) else { return nil }
    (total, length, isEmpty) = (state[0], state[1], state[2] != 0)
  }
}
