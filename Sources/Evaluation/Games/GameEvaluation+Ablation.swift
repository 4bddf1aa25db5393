import ArenaCore
public import Training

/// Trainings with features off.
extension GameEvaluation {
  /// Trains an agent from nothing with each of its features off.
  ///
  /// - Throws: `Interruption` when the plan asks to stop.
  public func ablate(_ plan: AblationPlan, in start: NamedWorld<Game>) throws -> AblationReport {
    let (_, learning) = try agents.learning(plan.agent)
    let settings = try plan.settings(of: learning.features)
    let target = try target(of: plan, in: start, policyHead: learning.policyHead)
    var rows: [AblationReport.Row] = []
    for setting in settings {
      let options = try Options(setting.options, for: learning.options, of: plan.agent)
      var games: [Int?] = []
      for seed in 1...plan.seeds {
        let learner = try learning.makeLearner(
          start.world, LearnerSetting(options: options, seed: UInt64(seed), threads: plan.threads))
        games.append(try gamesToTarget(of: learner, plan, target.isReached))
        let result = games[seed - 1].map { "\($0) games" } ?? "not within \(plan.gamesLimit) games"
        plan.say("\(setting.name), seed \(seed): \(result)")
      }
      rows.append(AblationReport.Row(setting: setting.name, games: games))
    }
    return AblationReport(
      game: start.name, agent: plan.agent, target: target.description, limit: plan.gamesLimit,
      rows: rows)
  }

  /// Trains until the target is reached; nil when the games are used up before.
  private func gamesToTarget(
    of learner: any Learner<Game>, _ plan: AblationPlan,
    _ isReached: (Candidate<Game>) throws -> Bool
  ) throws -> Int? {
    var next = plan.gamesBetweenEvaluations
    while learner.counts.episodes < plan.gamesLimit {
      guard !plan.shouldStop() else { throw Interruption() }
      let fraction = Double(learner.counts.episodes) / Double(plan.gamesLimit)
      _ = try learner.advance(fraction: fraction)
      let games = learner.counts.episodes
      guard games >= next else { continue }
      if try isReached(Candidate(network: learner.network, makePlayer: learner.makePlayer)) {
        return games
      }
      // A long round may pass several evaluations at once: one stands for them all.
      next = (games / plan.gamesBetweenEvaluations + 1) * plan.gamesBetweenEvaluations
    }
    return nil
  }

  private func target(
    of plan: AblationPlan, in start: NamedWorld<Game>, policyHead: Int?
  ) throws -> (description: String, isReached: (Candidate<Game>) throws -> Bool) {
    switch plan.target {
    case .mistakes(let share):
      let evaluation = try mistakeEvaluation(in: start)
      return (
        "at most \(Text.percent(share)) mistakes",
        { candidate in
          try evaluation.mistakes(threads: plan.threads, by: candidate.makePlayer).total.rate
            <= share
        }
      )
    case .policyMistakes(let share):
      let evaluation = SolverEvaluation(
        evaluation: try mistakeEvaluation(in: start), start: start.world, policyHead: policyHead,
        threads: plan.threads)
      return (
        "at most \(Text.percent(share)) mistakes of the policy alone",
        { candidate in try evaluation.policyMistakes(of: candidate).total.rate <= share }
      )
    case .beats(let spec, let share, let games):
      let opponent = try agents.factory(spec, for: start.world)
      let match = PromotionMatch(start.world, limit: games, threads: plan.threads, test: nil)
      return (
        "\(Text.percent(share)) of the points against \(spec)",
        { candidate in
          try match.play(
            challenger: candidate.makePlayer, champion: { opponent(1) }, seed: 1
          ).share >= share
        }
      )
    }
  }
}
