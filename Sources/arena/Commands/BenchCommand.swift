import ArenaCore
import Benchmarks
import Evaluation
import NeuralCore
import Storage

enum BenchCommand: Command {
  static let name = "bench"
  static let summary = "measures speed: of the rules, the search, the network"
  static let usage =
    areaNames.joined(separator: "|") + " [--only NAME] [--seconds S] [--seeds N] [--peers] [--json]"
  static let flags = [
    Flag("only", "NAME", "measures only the cases whose name contains this"),
    Flag("seconds", "S", "environments: how long each of the five runs of a figure lasts; 0.2"),
    Flag("seeds", "N", "control: trainings of each agent on each task; 10"),
    Flag("peers", "measures others' programs beside, where python3 has them"),
    Flag(
      "json",
      "prints one JSON object a line: area, case, metric, value, unit, threads; or area, note"),
  ]
  static let details = """
      environments  random games and steps a second, state sizes, copies; one core; how much
                    slower a game would be with the default way to list actions and to play at
                    random: about 1 says that it has no own; peers: OpenSpiel and Gymnasium
      neural        networks forward and in training, 1 and 2 threads, batches 1 to 256; --only
                    may begin with "forward", "training", "huge pages", "rounding" or
                    "products";
                    peers: onnxruntime and PyTorch
      search        plain UCT, through the catalog and directly; self-play beside the bare network
      control       what agents learn of each task with their defaults, over several seeds, each
                    measured by 1,000 unseen episodes; --only "CartPole-v1 ppo" takes one,
                    --only "tic-tac-toe dqn" a game, measured by its mistakes
      ratings       large pools of results rated with their intervals, one core
      statistics    what intervals, sequential tests and adaptive pairing promise, by simulated
                    games: some minutes
      signature     two numbers that freeze behaviour: one of rules, searches and a tournament,
                    equal on every processor, one of what learners learn, for each build of the
                    inner loops (ARENA_KERNELS=portable|avx2|avx512 chooses it)
    Figures are medians of five runs (neural: seven). Rates are per processor second where one
    thread works, by the wall clock where more do.
    """

  static let areaNames = [
    "environments", "neural", "search", "control", "ratings", "statistics", "signature",
  ]

  static let printsResult = true

  static func run(_ arguments: Arguments) throws {
    let name = try arguments.take("AREA")[0]
    let isJSON = arguments.has("json")
    let only = try arguments.text("only") ?? ""
    var measured = 0
    var notes: [String] = []
    let seconds = try arguments.number("seconds", in: 0.001...60) ?? 0.2
    let seeds = try arguments.integer("seeds", in: 1...1000) ?? 10
    // In JSON too: figures mean little without the build and the processor they were measured with.
    func note(_ line: String) {
      notes.append(isJSON ? ["area": name, "note": line].asJSONLine : line)
    }
    func report(_ row: BenchmarkResult) {
      // Notes wait for a figure that they belong to.
      notes.forEach(say)
      notes = []
      measured += 1
      say(isJSON ? row.jsonLine : row.text)
    }
    switch name {
    case "environments":
      if arguments.has("peers") { EnvironmentBenchmark.missingPeers.forEach(note) }
      try EnvironmentBenchmark.run(
        only: only, seconds: seconds, peers: arguments.has("peers"), report: report)
    case "neural":
      NeuralBenchmark().run(only: only, peers: arguments.has("peers"), note: note, report: report)
    case "search": try SearchBenchmark.run(only: only, report: report)
    case "control":
      try ControlBenchmark.run(only: only, seeds: seeds, report: report)
    case "ratings": RatingBenchmark.run(only: only, report: report)
    case "statistics": RatingStudy.run(only: only, report: report)
    case "signature": return try printSignature()
    default:
      throw UsageError(
        "unknown area '\(name)': "
          + NearestWord.advice(
            for: name,
            among: areaNames,
            introducing: "there are"))
    }
    guard measured > 0 else {
      throw UsageError("--only '\(only)': nothing that \(name) measures has this in its name")
    }
  }

  private static func printSignature() throws {
    let signature = try Signature.compute { say("\($0.text)  \($0.name)") }
    say("signature of play: \(signature.playText)")
    say("signature of learning, \(signature.kernels.rawValue): \(signature.learningText)")
  }
}
