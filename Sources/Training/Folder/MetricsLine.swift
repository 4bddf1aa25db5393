import Foundation

/// What matters of a line of metrics that is already there.
struct MetricsLine: Decodable {
  let steps: Int
  /// The number of the checkpoint that the line measures; nil for a line of a round.
  let checkpoint: Int?
  let episodes: Int
  let updates: Int
  let seconds: Double

  /// Nil for what is no such line.
  init?(_ bytes: Data) {
    guard let line = try? JSONDecoder().decode(Self.self, from: bytes), line.steps >= 0 else {
      return nil
    }
    self = line
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    steps = try container.decode(Int.self, forKey: .steps)
    episodes = try container.decodeIfPresent(Int.self, forKey: .episodes) ?? 0
    updates = try container.decodeIfPresent(Int.self, forKey: .updates) ?? 0
    seconds = try container.decodeIfPresent(Double.self, forKey: .seconds) ?? 0
    checkpoint = try container.decodeIfPresent(Double.self, forKey: .checkpoint)
      .flatMap { Int(exactly: $0) }
  }

  private enum Key: CodingKey { case steps, episodes, updates, seconds, checkpoint }
}
