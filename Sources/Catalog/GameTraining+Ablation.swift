import ArenaCore
import Evaluation
import Training

/// Trainings with features off.
extension GameTraining {
  func ablate(_ plan: AblationPlan, from start: Game) throws -> AblationReport {
    let (_, learning) = try AgentEntry.learning(plan.agent, among: agents, for: name)
    let settings = try plan.settings(of: learning.features)
    let evaluation = try evaluation(for: plan, from: start, policyHead: learning.policyHead)
    var rows: [AblationReport.Row] = []
    for setting in settings {
      let options = try Options.of(plan.agent, setting.options, learning.options)
      var games: [Int?] = []
      for seed in 1...plan.seeds {
        let learner = try learning.makeLearner(
          start, LearnerSetting(options: options, seed: UInt64(seed), threads: plan.threads))
        games.append(try gamesToTarget(of: learner, plan, evaluation.isPassed))
        let result = games[seed - 1].map { "\($0) games" } ?? "not within \(plan.gamesLimit) games"
        plan.say("\(setting.name), seed \(seed): \(result)")
      }
      rows.append(AblationReport.Row(setting: setting.name, games: games))
    }
    return AblationReport(
      game: name, agent: plan.agent, target: evaluation.description, limit: plan.gamesLimit,
      rows: rows)
  }

  /// Trains until an evaluation is passed; nil when the games are used up before.
  private func gamesToTarget(
    of learner: any Learner<Game>, _ plan: AblationPlan,
    _ isPassed: (Candidate<Game>) throws -> Bool
  ) throws -> Int? {
    var next = plan.gamesBetweenEvaluations
    while learner.counts.episodes < plan.gamesLimit {
      guard !plan.shouldStop() else { throw CatalogError.interrupted }
      let fraction = Double(learner.counts.episodes) / Double(plan.gamesLimit)
      _ = try learner.advance(fraction: fraction)
      let games = learner.counts.episodes
      guard games >= next else { continue }
      if try isPassed(Candidate(network: learner.network, makePlayer: learner.makePlayer)) {
        return games
      }
      // A long round may pass several evaluations at once: one stands for them all.
      next = (games / plan.gamesBetweenEvaluations + 1) * plan.gamesBetweenEvaluations
    }
    return nil
  }

  private typealias TargetEvaluation = (
    description: String, isPassed: (Candidate<Game>) throws -> Bool
  )

  private func evaluation(
    for plan: AblationPlan, from start: Game, policyHead: Int?
  ) throws -> TargetEvaluation {
    func percent(_ share: Double) -> String { Text.fixed(100 * share, decimals: 1) }
    switch plan.target {
    case .mistakes(let share):
      let solved = try solvedEvaluation(from: start)
      return (
        "at most \(percent(share)) % mistakes",
        { candidate in
          let table = try solved.mistakes(threads: plan.threads, by: candidate.makePlayer)
          return table.total.rate <= share
        }
      )
    case .policyMistakes(let share):
      let evaluation = SolverEvaluation(
        evaluation: try solvedEvaluation(from: start), start: start, policyHead: policyHead,
        threads: plan.threads)
      return (
        "at most \(percent(share)) % mistakes of the policy alone",
        { candidate in try evaluation.policyMistakes(of: candidate).total.rate <= share }
      )
    case .beats(let spec, let share, let games):
      let opponent = try factory(spec, start)
      let match = PromotionMatch(start, limit: games, threads: plan.threads, test: nil)
      return (
        "\(percent(share)) % of the points against \(spec)",
        { candidate in
          try match.play(
            challenger: candidate.makePlayer, champion: { opponent(1) }, seed: 1
          ).share >= share
        }
      )
    }
  }

  private func solvedEvaluation(from start: Game) throws -> MistakeEvaluation<Game> {
    guard let solution else { throw CatalogError.unsolved(game: name) }
    guard let evaluation = solution.makeEvaluation(start, nil) else {
      throw CatalogError.tooLarge(game: name)
    }
    return evaluation
  }
}
