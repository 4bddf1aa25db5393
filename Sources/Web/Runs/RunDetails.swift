import Training

/// Everything about one run: what was trained and how, every figure, every kept network.
struct RunDetails: Sendable, Encodable {
  let summary: RunSummary
  let agentOptions: [String: String]
  let metrics: RunMetrics
  let models: [Model]
  /// Checkpoints with sample games.
  let games: [Int]

  struct Model: Sendable, Encodable {
    let number: Int
    let date: String
    let steps: Int
    let seconds: Double
    let score: Double
    let margin: Double?
    let isPromoted: Bool
    /// Wins, draws and losses of the match that decided.
    let match: [Int]?
    let against: Int?
  }

  init(_ folder: RunFolder, named name: String, _ metrics: RunMetrics) throws {
    summary = RunSummary(folder, named: name, metrics)
    agentOptions = folder.configuration.agentOptions
    self.metrics = metrics
    models = try folder.readLedger().models.map { model in
      Model(
        number: model.number, date: model.date, steps: model.steps, seconds: model.seconds,
        score: model.score, margin: model.margin, isPromoted: model.isPromoted,
        match: model.promotion.map { [$0.wins, $0.draws, $0.losses] },
        against: model.promotion?.against)
    }
    games = SampleGames(of: folder).checkpoints
  }
}
