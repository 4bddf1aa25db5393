public import ArenaCore
import Match

/// A tuning by play: candidates of one player against its default, before the game's type is known.
public struct TuningPlan: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    case ucb
    case crossEntropy = "cross-entropy"
    case spsa
  }

  /// The player whose options vary; as it is, it is the default that candidates must beat.
  public var player: PlayerSpec
  public var space: SearchSpace
  /// The player's options.
  public var specs: [OptionSpec]
  public var method = Method.ucb
  /// Games of the search for good values.
  public var games = 2000
  /// Values on each axis of a grid.
  public var levels = 5
  /// Pairs of games of a candidate in one trial, but for a grid.
  public var pairs = 8
  /// The most games of the test of the recommendation against the default; 0 leaves it out.
  public var testGames = 2000
  /// The test's second hypothesis, in Elo points above 0.
  public var gain = 30.0
  public var room = RoomPlan()
  public var concurrency = 1
  /// The file that finished games are kept in; nil keeps none.
  public var log: String?
  public var shouldStop: @Sendable () -> Bool = { false }
  public var say: @Sendable (String) -> Void = { _ in }

  public init(player: PlayerSpec, space: SearchSpace, specs: [OptionSpec]) {
    self.player = player
    self.space = space
    self.specs = specs
  }

  /// The fewest games that the method can search with.
  public var leastGames: Int {
    switch method {
    case .ucb: 2
    case .crossEntropy: 2 * CrossEntropyTuning.leastPairs(pairs)
    case .spsa: 2 * pairs
    }
  }

  private static let defaultName = "default"

  /// Searches, then tests what it found.
  ///
  /// - Throws: what is wrong with the player; `Interruption` when it was asked to stop: the same plan
  ///   goes on where its games are kept.
  public func run(in room: any MatchRoom) throws -> TuningReport {
    try room.admit(Contestant(player, name: Self.defaultName))
    let log = try log.map { path in
      try GameLog(path, threads: concurrency) { room.accepts($0) }
    }
    if let log, log.foundCount > 0 {
      say("going on: \(Text.grouped(log.foundCount)) games are there already")
    }
    var match = TuningMatch(
      room, referee: Referee(room, log: log, shouldStop: shouldStop), concurrency: concurrency)
    var report = TuningReport(
      space: space, method: method.rawValue, defaults: space.values(of: player.options, specs))
    var method = makeMethod(report.defaults)
    var played = 0
    while played < games {
      let trials = method.nextTrials(within: (games - played) / 2)
      guard !trials.isEmpty else { break }
      for trial in trials {
        for values in [trial.values, trial.against].compactMap(\.self) {
          try admit(values, to: room)
        }
      }
      let scores = try match.play(
        trials.map { (name($0.values), $0.against.map(name) ?? Self.defaultName, $0.pairs) })
      method.take(scores)
      report.add(trials, scores)
      played += 2 * scores.joined().count
      say(
        "\(Text.grouped(played)) of \(Text.grouped(games)) games: best so far "
          + space.text(method.recommendation))
    }
    report.recommendation = method.recommendation
    try test(&report, &match, in: room)
    try match.finish()
    return report
  }

  private func makeMethod(_ defaults: [String]) -> any TuningMethod {
    let start = space.point(of: defaults)
    switch method {
    case .ucb: return GridTuning(space, levels: levels)
    case .crossEntropy:
      return CrossEntropyTuning(space, start: start, pairs: pairs, seed: room.seed)
    case .spsa:
      return SPSATuning(
        space, start: start, pairs: pairs, steps: games / (2 * pairs), seed: room.seed)
    }
  }

  /// Candidates are named by their values.
  private func name(_ values: [String]) -> String { space.text(values) }

  private func admit(_ values: [String], to room: any MatchRoom) throws {
    try room.admit(
      Contestant(
        PlayerSpec(agent: player.agent, options: space.options(values, over: player.options)),
        name: name(values)))
  }

  /// Plays the recommendation against the default on fresh openings until a sequential test knows.
  private func test(
    _ report: inout TuningReport, _ match: inout TuningMatch, in room: any MatchRoom
  ) throws {
    guard testGames > 0, report.recommendation != report.defaults else { return }
    let test = SequentialTest(0, gain)
    try admit(report.recommendation, to: room)
    let (one, other) = (name(report.recommendation), Self.defaultName)
    var counts = [Int](repeating: 0, count: 5)
    while case let pairs = min(8, testGames / 2 - counts.reduce(0, +)), pairs > 0 {
      for score in try match.play([(one, other, pairs)])[0] { counts[Int(4 * score)] += 1 }
      let sample = ScoreSample(pairs: counts)
      report.test = SequentialReport(test, sample)
      say(
        "testing \(one): \(Text.grouped(2 * counts.reduce(0, +))) games, "
          + "log-likelihood ratio \(Text.fixed(test.logLikelihoodRatio(sample), decimals: 2))")
      if test.verdict(sample) != .undecided { break }
    }
  }
}

/// Pairs of games of candidates, each with an opening of its own.
private struct TuningMatch {
  private let room: any MatchRoom
  private let referee: Referee
  private let concurrency: Int
  /// Games so far of two players, in the order of their names.
  private var played: [[String]: Int] = [:]
  private var seeds: [UInt64] = []

  init(_ room: any MatchRoom, referee: Referee, concurrency: Int) {
    self.room = room
    self.referee = referee
    self.concurrency = concurrency
  }

  /// - Returns: for each match the score of the one named first by pair, 0 ... 1.
  /// - Throws: `Interruption` once no further game starts.
  mutating func play(
    _ matches: [(one: String, other: String, pairs: Int)]
  ) throws -> [[Double]] {
    var games: [(match: Int, first: String, second: String, pairing: Pairing)] = []
    for (index, match) in matches.enumerated() {
      let key = [match.one, match.other].sorted()
      let begun = played[key, default: 0]
      for game in begun..<begun + 2 * match.pairs {
        // The players' names, not who is the candidate, decide about the seats.
        let isSwapped = game.isMultiple(of: 2) == (key[0] != match.one)
        let (first, second) = isSwapped ? (match.other, match.one) : (match.one, match.other)
        games.append(
          (
            index, first, second,
            Pairing(
              first: isSwapped ? 1 : 0, second: isSwapped ? 0 : 1, game: game, opening: game / 2)
          ))
      }
      played[key] = begun + 2 * match.pairs
    }
    let (referee, list) = (referee, games)
    let results = Crew.map(games.count, threads: concurrency) { index in
      referee.play(list[index].first, list[index].second, list[index].pairing)
    }
    var scores = [[Double]](repeating: [], count: matches.count)
    for index in stride(from: 0, to: games.count, by: 2) {
      guard let one = results[index], let other = results[index + 1] else {
        try referee.finish(seeds)
        throw Interruption()
      }
      seeds += [one.seed, other.seed]
      scores[games[index].match].append(
        (one.result.points(of: 0) + other.result.points(of: 0)) / 2)
    }
    return scores
  }

  func finish() throws { try referee.finish(seeds) }
}
