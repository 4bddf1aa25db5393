import ArenaCore
import Foundation
import Testing

@testable import Evaluation

/// Tuning methods with players whose strength follows a known curve.
@Suite struct TuningTests {
  private static let specs = [
    OptionSpec("cpuct", .number(0...100), default: "1.5", ""),
    OptionSpec("simulations", .integer(1...10_000), default: "100", ""),
    OptionSpec("mode", .choice(["a", "b", "c"]), default: "a", ""),
  ]

  private static func space(_ texts: String...) throws -> SearchSpace {
    try SearchSpace(texts.map { try SearchSpace.Axis($0, of: specs, owner: "test") })
  }

  @Test func `axes are read, and their values have few digits`() throws {
    let space = try Self.space("cpuct=0.5..4", "simulations=10..1000:log", "mode=a,c")
    #expect(space.axes[0].grid(3) == ["0.5", "2.25", "4"])
    #expect(space.axes[1].grid(3) == ["10", "100", "1000"])
    #expect(space.axes[2].grid(9) == ["a", "c"])
    #expect(space.axes[0].value(at: 1 / 3.0) == "1.67")
    #expect(space.axes[1].place(of: "100") == 0.5 && space.axes[0].place(of: "9") == nil)
    #expect(space.grid(2).count == 8)
    #expect(space.values(of: ["mode": "c"], Self.specs) == ["1.5", "100", "c"])
    #expect(space.text(["1", "10", "a"]) == "cpuct=1,simulations=10,mode=a")
    // Neither an integer nor few digits leave the range.
    #expect(try Self.space("simulations=1.5..4.5").axes[0].grid(5) == ["2", "3", "4"])
    #expect(try Self.space("cpuct=0.12345..0.5").axes[0].grid(2) == ["0.12345", "0.5"])
    // A whole axis with few values has each once.
    #expect(try Self.space("simulations=1..3").axes[0].grid(9) == ["1", "2", "3"])
  }

  @Test(arguments: [
    ("cpuct", "must be OPTION=LOW..HIGH"), ("=1..2", "must be"), ("cpuct=", "must be"),
    ("cpuct=4..1", "must be"), ("cpuct=0..1:log", "must be"), ("cpuct=nan..1", "must be"),
    ("cpuct=1", "must be"), ("cpuct=1,1", "must be"), ("mode=a,b:log", "must be"),
    ("cpuct=1..200", "cannot be '200'"), ("mode=a,d", "cannot be 'd'"),
    ("cpcut=1..2", "did you mean cpuct?"), ("simulations=1..1e30", "cannot be '1e+30'"),
    ("simulations=1.5..2.5", "holds fewer than two"), ("simulations=1.2..1.8", "fewer than two"),
    ("simulations=-1e300..5", "cannot be '-1e+300'"), ("cpuct=1e-320..inf", "must be"),
  ])
  func `a wrong axis says what is right`(text: String, reason: String) {
    let error = #expect(throws: SearchSpaceError.self) { try Self.space(text) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test func `a grid's size is known before it is made`() throws {
    let space = try Self.space("cpuct=0.5..4", "simulations=1..3", "mode=a,c")
    for levels in [2, 5, 100] {
      #expect(space.gridCount(levels) == Double(space.grid(levels).count))
    }
    // The smallest numbers there are have no three digits.
    #expect(try Self.space("cpuct=5e-324..1").axes[0].grid(2) == ["5e-324", "1"])
  }

  @Test func `an option varies once, and something must vary`() {
    #expect(throws: SearchSpaceError.twice("cpuct")) { try Self.space("cpuct=1..2", "cpuct=2..3") }
    #expect(throws: SearchSpaceError.empty) { try SearchSpace([]) }
  }

  /// Lets a method tune one number whose best value is 2, by pairs of games.
  private static func tune(_ method: any TuningMethod, games: Int, seed: UInt64) -> Double {
    var method = method
    var random = RandomSource(seed: seed)
    func strength(_ values: [String]?) -> Double {
      // The default stands at 0.6.
      let x = values.flatMap { Double($0[0]) } ?? 0.6
      return -250 * (log2(x) - 1) * (log2(x) - 1)
    }
    var played = 0
    while played < games {
      let trials = method.nextTrials(within: (games - played) / 2)
      guard !trials.isEmpty else { break }
      let scores = trials.map { trial in
        (0..<trial.pairs).map { _ in
          let difference = strength(trial.values) - strength(trial.against)
          let expected = 1 / (1 + pow(10, -difference / 400))
          return ((0..<2).map { _ in random.uniform() < expected ? 0.5 : 0 }.reduce(0, +))
        }
      }
      played += 2 * scores.joined().count
      method.take(scores)
    }
    return Double(method.recommendation[0]) ?? .nan
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `each method finds the better values`(seed: UInt64) throws {
    let space = try Self.space("cpuct=0.5..8:log")
    let start = space.point(of: ["0.6"])
    let grid = Self.tune(GridTuning(space, levels: 5), games: 2000, seed: seed)
    #expect((1...4).contains(grid), "ucb: \(grid)")
    let entropy = Self.tune(
      CrossEntropyTuning(space, start: start, pairs: 8, seed: seed), games: 4000, seed: seed)
    #expect((1...4).contains(entropy), "cross-entropy: \(entropy)")
    let spsa = Self.tune(
      SPSATuning(space, start: start, pairs: 8, steps: 250, seed: seed), games: 4000, seed: seed)
    #expect((1...4).contains(spsa), "spsa: \(spsa)")
  }

  @Test func `no method plays more pairs than it may`() throws {
    let space = try Self.space("cpuct=0.5..8:log")
    var methods: [any TuningMethod] = [
      GridTuning(space, levels: 5), CrossEntropyTuning(space, start: [0.5], pairs: 2, seed: 1),
      SPSATuning(space, start: [0.5], pairs: 2, steps: 9, seed: 1),
    ]
    for index in methods.indices {
      for most in 0...30 {
        let trials = methods[index].nextTrials(within: most)
        #expect(trials.reduce(0) { $0 + $1.pairs } <= most)
        #expect(!trials.isEmpty || most < [1, 24, 2][index])
      }
    }
  }

  @Test func `successive halving keeps the best and gives it the most time`() throws {
    let space = try Self.space("cpuct=0.5..8:log")
    var halving = SuccessiveHalving(
      space, defaults: ["1.5"], runs: 9, keep: 3, steps: 900, seed: 1)
    var rounds: [SuccessiveHalving.Round] = []
    while let round = halving.nextRound() {
      rounds.append(round)
      #expect(rounds.count < 9)
      halving.take(
        round.values.map { values in
          let x = Double(values[0]) ?? 1
          return x > 6 ? nil : (-abs(x - 3), 0.1)
        })
    }
    #expect(rounds.map(\.steps) == [100, 300, 900])
    #expect(rounds.map(\.candidates.count) == [9, 3, 1])
    #expect(rounds[0].values[0] == ["1.5"] && Set(rounds[0].values).count == 9)
    let best = rounds[0].values.min {
      abs((Double($0[0]) ?? 0) - 3) < abs((Double($1[0]) ?? 0) - 3)
    }
    #expect(rounds.last?.values == best.map { [$0] })
    #expect(halving.text.contains("recommendation: cpuct=\(best?[0] ?? "")"))
  }
}
