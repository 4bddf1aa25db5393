import ArenaCore
import Match
import Storage

enum SprtCommand: Command {
  static let name = "sprt"
  static let summary = "a sequential probability ratio test of two players' results"
  static let usage = "--wins W --losses L --draws D | --pairs LL,LD,DD,WD,WW --elo0 A --elo1 B"
  static let flags = [
    Flag("wins", "W", "single games won"),
    Flag("losses", "L", "single games lost"),
    Flag("draws", "D", "single games drawn"),
    Flag("pairs", "LL,LD,DD,WD,WW", "pairs of games by their points: 0, 1/2, 1, 3/2, 2"),
    Flag("elo0", "ELO", default: "0", "the difference of the hypothesis that is to be rejected"),
    Flag("elo1", "ELO", default: "5", "the difference of the other one"),
    Flag(
      "model", "MODEL", default: "logistic",
      "the unit of elo0 and elo1: logistic, normalised or bayeselo"),
    Flag("alpha", "P", default: "0.05", "the probability of accepting elo1 when elo0 is true"),
    Flag("beta", "P", default: "0.05", "the probability of accepting elo0 when elo1 is true"),
    Flag("json", "prints llr, lower, upper, elo and decision as JSON"),
  ]
  static let details = """
    The generalised log-likelihood ratio (bayeselo: with the draw parameter of the results), and the
    bounds at which the test stops. A test that has stopped stops at a lucky moment: its own estimate
    of the difference is corrected for that (corrected; a median-unbiased estimate).

      arena sprt --pairs 223,9863,21279,10037,246 --elo0 0.5 --elo1 2.5
      arena sprt --wins 60 --losses 40 --draws 20 --elo0 0 --elo1 10 --model bayeselo
    """
  static let printsResult = true

  static func run(_ arguments: Arguments) throws {
    _ = try arguments.take()
    let sample = try sample(arguments)
    let elo0 = try arguments.number("elo0", in: -2000...2000) ?? 0
    let elo1 = try arguments.number("elo1", in: -2000...2000) ?? 5
    guard elo0 < elo1 else {
      throw UsageError("--elo0 \(elo0) must be below --elo1 \(elo1)")
    }
    let scales: [String: SequentialTest.Scale] = [
      "logistic": .logistic, "normalised": .normalised, "bayeselo": .bayesElo,
    ]
    let test = SequentialTest(
      elo0, elo1, alpha: try arguments.number("alpha", in: 0.000_001...0.499_999) ?? 0.05,
      beta: try arguments.number("beta", in: 0.000_001...0.499_999) ?? 0.05,
      scale: try arguments.choice("model", among: scales))
    let report = SequentialReport(test, sample)
    say(arguments.has("json") ? report.asJSONLine : report.text)
  }

  private static func sample(_ arguments: Arguments) throws -> ScoreSample {
    let limit = 0...1_000_000_000_000
    guard let text = try arguments.text("pairs") else {
      guard arguments.has("wins") || arguments.has("losses") || arguments.has("draws") else {
        throw UsageError("results are missing: arena \(name) \(usage)")
      }
      return ScoreSample(
        wins: try arguments.integer("wins", in: limit) ?? 0,
        draws: try arguments.integer("draws", in: limit) ?? 0,
        losses: try arguments.integer("losses", in: limit) ?? 0)
    }
    try arguments.refuse("wins", "losses", "draws", because: "--pairs counts the games already")
    let counts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let pairs = counts.compactMap { $0 }.filter(limit.contains)
    guard counts.count == 5, pairs.count == 5 else {
      throw UsageError(
        "--pairs cannot be '\(text)': it must be five counts, LL,LD,DD,WD,WW, each from 0 to "
          + "\(limit.upperBound)")
    }
    return ScoreSample(pairs: pairs)
  }
}
