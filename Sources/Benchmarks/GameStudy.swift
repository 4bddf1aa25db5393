import ArenaCore
import Catalog
import Evaluation
import Training

/// One training by self-play with several seeds: the mistakes of the best network of each against
/// perfect play.
struct GameStudy {
  private var reports: [MistakeTable.Row] = []
  private var seconds: [Double] = []

  /// - Parameter path: the folder of a seed's run.
  /// - Throws: what training throws, `RequestError` for a game that is not solved, and
  ///   `Interruption` where it was stopped.
  init(_ game: GameEntry, _ plan: TrainingPlan, seeds: [UInt64], path: (UInt64) -> String) throws {
    // Whether the game is solved is asked before hours of training.
    var trial = SolverPlan(player: PlayerSpec(agent: "random", options: [:]))
    trial.positions = 1
    _ = try game.countMistakes(trial, [:])
    for seed in seeds {
      var plan = plan
      plan.seed = seed
      plan.path = path(seed)
      let start = SeedStudy.processorSeconds
      guard try game.train(plan, [:]) != .interrupted else { throw Interruption() }
      seconds.append(SeedStudy.processorSeconds - start)
      let player = SolverPlan(player: PlayerSpec(agent: plan.agent, options: ["run": plan.path]))
      reports.append(try game.countMistakes(player, [:]).player.total)
    }
  }

  /// What a benchmark shows of it.
  var metrics: [(metric: String, value: Double, unit: String)] {
    let mistakes = reports.map { Double($0.mistakes) }
    return [
      ("positions with a decision", Double(reports.first?.positions ?? 0), "positions"),
      ("mistakes, mean", mistakes.reduce(0, +) / Double(mistakes.count), "positions"),
      ("mistakes, worst seed", mistakes.max() ?? .nan, "positions"),
      ("seeds", Double(reports.count), "runs"),
      ("seeds without a mistake", Double(mistakes.count(where: { $0 == 0 })), "runs"),
      ("training, median", Stopwatch.median(seconds), "CPU s"),
      ("training, most", seconds.max() ?? .nan, "CPU s"),
    ]
  }
}
