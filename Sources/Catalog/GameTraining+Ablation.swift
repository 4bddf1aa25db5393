import ArenaCore
import Evaluation
import Training

/// Trainings with levers off.
extension GameTraining {
  func ablate(_ plan: AblationPlan, from start: Game) throws -> AblationReport {
    let (_, learning) = try AgentEntry.learning(plan.agent, among: agents, for: name)
    let settings = try plan.settings(of: learning.levers)
    let exam = try exam(for: plan, from: start, policyHead: learning.policyHead)
    var rows: [AblationReport.Row] = []
    for setting in settings {
      let options = try Options.of(plan.agent, setting.options, learning.options)
      var games: [Int?] = []
      for seed in 1...plan.seeds {
        let learner = try learning.makeLearner(
          start, LearnerSetting(options: options, seed: UInt64(seed), threads: plan.threads))
        games.append(try gamesToTarget(of: learner, plan, exam.isPassed))
        let result = games[seed - 1].map { "\($0) games" } ?? "not within \(plan.gamesLimit) games"
        plan.say("\(setting.name), seed \(seed): \(result)")
      }
      rows.append(AblationReport.Row(setting: setting.name, games: games))
    }
    return AblationReport(
      game: name, agent: plan.agent, target: exam.description, limit: plan.gamesLimit, rows: rows)
  }

  /// Trains until an exam is passed; nil when the games are used up before.
  private func gamesToTarget(
    of learner: any Learner<Game>, _ plan: AblationPlan,
    _ isPassed: (Candidate<Game>) throws -> Bool
  ) throws -> Int? {
    var next = plan.gamesBetweenExams
    while learner.counts.episodes < plan.gamesLimit {
      guard !plan.shouldStop() else { throw CatalogError.interrupted }
      let fraction = Double(learner.counts.episodes) / Double(plan.gamesLimit)
      _ = try learner.advance(fraction: fraction)
      let games = learner.counts.episodes
      guard games >= next else { continue }
      if try isPassed(Candidate(network: learner.network, makePlayer: learner.makePlayer)) {
        return games
      }
      // A long round may pass several exams at once: one stands for them all.
      next = (games / plan.gamesBetweenExams + 1) * plan.gamesBetweenExams
    }
    return nil
  }

  private typealias TargetExam = (description: String, isPassed: (Candidate<Game>) throws -> Bool)

  private func exam(
    for plan: AblationPlan, from start: Game, policyHead: Int?
  ) throws -> TargetExam {
    func percent(_ share: Double) -> String { Text.fixed(100 * share, decimals: 1) }
    switch plan.target {
    case .mistakes(let share):
      let solved = try solvedExam(from: start)
      return (
        "at most \(percent(share)) % mistakes",
        { candidate in
          let table = try solved.mistakes(threads: plan.threads, by: candidate.makePlayer)
          return table.total.rate <= share
        }
      )
    case .policyMistakes(let share):
      let exam = SolverExam(
        exam: try solvedExam(from: start), start: start, policyHead: policyHead,
        threads: plan.threads)
      return (
        "at most \(percent(share)) % mistakes of the policy alone",
        { candidate in try exam.policyMistakes(of: candidate).total.rate <= share }
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

  private func solvedExam(from start: Game) throws -> MistakeExam<Game> {
    guard let solution else { throw CatalogError.unsolved(game: name) }
    guard let exam = solution.makeExam(start, nil) else {
      throw CatalogError.tooLarge(game: name)
    }
    return exam
  }
}
