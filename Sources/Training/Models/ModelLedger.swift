/// What is known of each kept network of a run, and which of them is the best: `models.json`.
public struct ModelLedger: Sendable, Hashable, Codable {
  /// The checkpoint that players of the run use; nil where none was ever promoted.
  public internal(set) var best: Int?
  /// The checkpoint whose weights training is to go on from; nil once it has.
  public internal(set) var returnTo: Int?
  /// By number, ascending.
  public internal(set) var models: [ModelRecord] = []

  init() {}

  /// Forgets the checkpoints from `number` on: a resumed run makes them again.
  mutating func cut(from number: Int) {
    // Back to the champion that the cut one met: the last promoted one may be rolled back from.
    while let cut = best, cut >= number {
      let champion =
        models.first { $0.number == cut }?.promotion?.against
        ?? models.last { $0.isPromoted && $0.number < cut }?.number
      best = champion.flatMap { $0 < cut ? $0 : nil }
    }
    models.removeAll { $0.number >= number }
    if let target = returnTo, target >= number { returnTo = nil }
  }

  /// Adds a checkpoint, in place of one of the same number.
  mutating func add(_ record: ModelRecord) {
    models.removeAll { $0.number == record.number }
    models.append(record)
    if record.isPromoted { best = record.number }
  }
}

/// What is known of one kept network.
public struct ModelRecord: Sendable, Hashable, Codable {
  public var number: Int
  /// When it was kept, as in ISO 8601.
  public var date: String
  public var steps: Int
  public var episodes: Int
  public var updates: Int
  /// Training time of the run until then.
  public var seconds: Double
  /// The run's seed and agent options.
  public var seed: UInt64
  public var options: [String: String]
  /// A rating in Elo points or a mean return.
  public var score: Double
  /// Half the width of the score's 95 % interval; nil where it has none.
  public var margin: Double?
  /// What was said of it when it was kept.
  public var summary: String
  /// Whether it became the best of the run.
  public var isPromoted: Bool
  /// The match that decided; nil for the first one and where none was played.
  public var promotion: Promotion?
}
