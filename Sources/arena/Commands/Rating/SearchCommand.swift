import ArenaCore
import Catalog
import Evaluation
import Foundation
import Match
import Training

enum SearchCommand: Command {
  static let name = "search"
  static let summary = "finds better options of a training by successive halving"
  static let usage = "GAME|TASK --agent AGENT --vary OPTION=RANGE ... --steps N [--out FOLDER] ..."
  static let flags =
    [
      Flag("agent", "AGENT", "the agent that learns"),
      Flag(
        "vary", "AXIS", repeats: true,
        "OPTION=LOW..HIGH, with :log behind for even ratios, or OPTION=A,B,C; may be repeated"),
      Flag("steps", "N", "steps of the longest trainings"),
      Flag("runs", "N", default: "9", "candidates of the first round, the defaults among them"),
      Flag("keep", "N", default: "3", "one in so many goes into the next round"),
      Flag("seed", "N", default: "1", "the seed of the candidates and of every training"),
      Flag("out", "FOLDER", "holds all runs (default: runs/search-NAME-AGENT)"),
      Flag(
        "option", "KEY=VALUE", repeats: true, "an option of all trainings; may be repeated"),
      Flag("threads", "N", "trainings at once (default: all cores)"),
      Flag("json", "prints the table as JSON"),
    ] + Flag.settings
  static let details = """
    Candidates are drawn at random; the first one has the defaults. All train for a short time, the
    best for longer, each time from nothing, and the last ones for --steps. A run's score is that of
    its last checkpoint. The same command goes on after an interruption.

      arena search CartPole-v1 --agent ppo --vary learning-rate=1e-5..1e-2:log --steps 100000
    """
  static let printsResult = true

  static func run(_ arguments: Arguments) throws {
    let name = try arguments.take("GAME|TASK")[0]
    let agents = try Catalog.agents(of: name)
    guard let agent = try arguments.text("agent") else {
      throw UsageError("--agent is missing: which agent shall learn \(name)?")
    }
    guard let description = agents.first(where: { $0.name == agent }) else {
      throw RequestError.unknownAgent(agent, environment: name, allowed: agents.map(\.name))
    }
    guard let specs = description.learningOptions else {
      throw RequestError.notALearner(
        agent, allowed: agents.filter { $0.learningOptions != nil }.map(\.name))
    }
    let axes = try arguments.all("vary").map { text in
      try SearchSpace.Axis(text, of: specs, owner: agent)
    }
    guard let steps = try arguments.integer("steps", in: 1...1_000_000_000_000) else {
      throw UsageError("--steps is missing: how long do the last trainings take?")
    }
    let options = try arguments.pairs("option")
    _ = try Options(options, for: specs, of: agent)
    let space = try SearchSpace(axes)
    let seed = try arguments.seed()
    var halving = SuccessiveHalving(
      space, defaults: space.values(of: options, specs),
      runs: try arguments.integer("runs", in: 2...10_000) ?? 9,
      keep: try arguments.integer("keep", in: 2...100) ?? 3, steps: steps, seed: seed)
    let settings = try arguments.settings()
    let threads = try arguments.threads()
    let isJSON = arguments.has("json")
    let out = try arguments.text("out") ?? "runs/search-\(name)-\(agent)"
    let lines =
      ["search \(name)", "agent \(agent)", "steps \(steps)", "seed \(seed)"]
      + settings.sorted { $0.key < $1.key }.map { "set \($0.key)=\($0.value)" }
      + options.sorted { $0.key < $1.key }.map { "option \($0.key)=\($0.value)" }
      + arguments.all("vary").map { "vary \($0)" }
      + ["runs \(halving.count)", "keep \(halving.keep)"]
    try Catalog.check(name, options: settings)
    let folder = try WorkFolder(out, lines)
    let interrupt = Interrupt()
    let progress = isJSON ? nil : ProgressLine()
    while let round = halving.nextRound() {
      let results = Crew.map(round.candidates.count, threads: threads) {
        index -> Result<(Double, Double?)?, any Error> in
        Result {
          var plan = TrainingPlan(
            agent: agent, path: "\(out)/round-\(round.number)/\(round.candidates[index])",
            limit: .steps(round.steps))
          plan.agentOptions = space.options(round.values[index], over: options)
          plan.seed = seed
          plan.checkpoints = 1
          plan.promotionGames = 0
          plan.shouldStop = { interrupt.isRaised }
          let end = try Catalog.train(name, plan, options: settings)
          guard end != .interrupted else { throw Interruption("stopped: the same command goes on") }
          let score = try RunFolder(opening: plan.path).readLedger().models.last
          progress?.show(
            "round \(round.number): \(space.text(round.values[index])): "
              + (score.map { Text.figure($0.score) } ?? "no score"))
          return score.map { ($0.score, $0.margin) }
        }
      }
      // One that diverged has failed, and the others go on.
      var scores: [(Double, Double?)?] = []
      for result in results {
        switch result {
        case .success(let score): scores.append(score)
        case .failure(let error as Interruption): throw error
        case .failure(let error as any CallError) where error.isWrongCall: throw error
        case .failure(let error):
          progress?.say("a training failed: \(error)")
          scores.append(nil)
        }
      }
      halving.take(scores)
    }
    let text = halving.text
    try folder.write(text + "\n", as: "report.txt")
    try folder.write(halving.jsonLine + "\n", as: "report.json")
    say(isJSON ? halving.jsonLine : text)
  }
}
