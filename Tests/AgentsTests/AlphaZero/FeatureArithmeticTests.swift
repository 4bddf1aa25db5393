import ArenaCore
import Foundation
import Testing

@testable import Agents

/// The arithmetic of the features against numbers worked out by hand.
@Suite struct FeatureArithmeticTests {
  @Test func `the window grows by the power law up to its cap`() {
    let law = ReplayWindowSchedule(start: 1000, exponent: 0.5, cap: 5000)
    // 1000 (1 + 0.4 (√(N / 1000) - 1) / 0.5)
    #expect(law.size(after: 0) == 1000)
    #expect(law.size(after: 1000) == 1000)
    #expect(law.size(after: 4000) == 1800)
    #expect(law.size(after: 9000) == 2600)
    #expect(law.size(after: 36_000) == 5000)
    #expect(law.size(after: 1_000_000) == 5000)
    #expect(ReplayWindowSchedule(start: 0, exponent: 0.5, cap: 777).size(after: 5) == 777)
    // An exponent of 1 is a straight line.
    #expect(ReplayWindowSchedule(start: 100, exponent: 1, cap: 9999).size(after: 1100) == 500)
  }

  @Test func `a game's weights add up to its length, by share even and by surprise`() {
    let weights = SampleWeights.weights(surprises: [0, 1, 3, 0], share: 0.5)
    #expect(weights == [0.5, 1, 2, 0.5])
    #expect(SampleWeights.weights(surprises: [0, 1, 3, 0], share: 0) == [1, 1, 1, 1])
    #expect(SampleWeights.weights(surprises: [0, 1, 3, 0], share: 1) == [0, 1, 3, 0])
    #expect(SampleWeights.weights(surprises: [0, 0], share: 0.5) == [1, 1])
    #expect(SampleWeights.weights(surprises: [], share: 0.5).isEmpty)
  }

  @Test func `a soft policy is the normalised fourth root`() {
    let policy: [Float] = [0.6561, 0.2401, 0, 0.1037]
    var soft = [Float](repeating: -1, count: 4)
    policy.withUnsafeBufferPointer { policy in
      soft.withUnsafeMutableBufferPointer { TrainingLosses.soften(policy, into: $0) }
    }
    // Fourth roots 0.9, 0.7, 0 and 0.56747.
    let roots: [Float] = [0.9, 0.7, 0, Float(pow(0.1037, 0.25))]
    let sum = roots.reduce(0, +)
    for index in 0..<4 { #expect(abs(soft[index] - roots[index] / sum) < 1e-6) }
  }

  @Test func `simulations grow evenly from the start's to the end's`() throws {
    func options(_ given: [String: String]) throws -> SelfPlayOptions {
      try SelfPlayOptions().applying(Options(given, for: SelfPlayOptions().specs))
    }
    let growing = try options(["simulations-start": "10", "simulations": "50"])
    #expect([0, 0.25, 0.5, 1, 2].map(growing.simulations) == [10, 20, 30, 50, 50])
    let constant = try options(["simulations-start": "0", "simulations": "50"])
    #expect(constant.simulations(atFraction: 0) == 50)
    let tooMany = try options(["simulations-start": "90", "simulations": "50"])
    #expect(tooMany.simulations(atFraction: 0) == 50)
  }

  @Test func `options of self-play reach the search`() throws {
    let given = [
      "search": "gumbel", "forced-playouts": "2", "temperature": "0.5", "temperature-plies": "3",
      "temperature-half-life": "4", "temperature-end": "0.25",
    ]
    let search = try SelfPlayOptions().applying(Options(given, for: SelfPlayOptions().specs)).search
    #expect(search.method == .gumbel && search.forcedPlayouts == 2)
    #expect(search.temperature.temperature(atPly: 2) == 0.5)
    #expect(abs(search.temperature.temperature(atPly: 7) - 0.375) < 1e-6)
  }

  @Test func `no full searches at all are refused: a round would never end`() throws {
    #expect(throws: OptionError.self) {
      try Options(["full-search": "0"], for: SelfPlayOptions().specs)
    }
  }

  @Test func `a seat gives up after three lost-looking searches of its own in a row`() {
    var resignation = Resignation()
    func note(_ seat: Seat, _ value: Double, _ best: Double) {
      resignation.note(seat, value: value, best: best, threshold: -0.9)
    }
    note(.first, -0.95, -0.95)
    note(.second, 0.95, 0.95)
    note(.first, -0.95, -0.95)
    note(.second, 0.95, 0.95)
    #expect(resignation.loser == nil)
    note(.first, -0.95, -0.5)  // one action looks better
    note(.first, -0.99, -0.92)
    note(.first, -0.99, -0.92)
    #expect(resignation.loser == nil)
    note(.first, -0.91, -0.9)
    #expect(resignation.loser == .first)
    for _ in 0..<3 { note(.second, -1, -1) }
    #expect(resignation.loser == .first)

    resignation = Resignation()
    for best in [-1, -1, 0.5, -1, -1] { note(.second, -1, best) }
    #expect(resignation.loser == nil && resignation.second == 2)
    note(.second, -1, -1)
    #expect(resignation.loser == .second && resignation.first == 0)
  }

  @Test func `resignation waits for twenty checks and for few of them wrong`() {
    var monitor = ResignationMonitor()
    #expect(monitor.errorRate == nil && !monitor.allowsResignation)
    monitor.add([Bool](repeating: false, count: 19))
    #expect(!monitor.allowsResignation)
    monitor.add([true])
    #expect(monitor.errorRate == 0.05 && monitor.allowsResignation)
    monitor.add([true])
    #expect(monitor.errorRate == 2.0 / 21 && !monitor.allowsResignation)
    // 400 right ones push the wrong ones out.
    monitor.add([Bool](repeating: false, count: 400))
    #expect(monitor.errorRate == 0 && monitor.checks.count == 400)
  }

  @Test func `errors and the calibration curve are those of a made-up set`() {
    var errors = PredictionErrors()
    // Win probability 0.95, three of four won; 0.25, one drawn and one lost.
    for result in [1.0, 1, 1, -1] {
      errors.add(value: 0.9, result: result, policyLoss: 1, policyHit: result > 0)
    }
    errors.add(value: -0.5, result: 0, policyLoss: 4, policyHit: false)
    errors.add(value: -0.5, result: -1, policyLoss: 4, policyHit: false)
    #expect(errors.bins[9].count == 4 && errors.bins[2].count == 2)
    // |0.95 - 0.75| * 4/6 + |0.25 - 0.25| * 2/6
    #expect(abs(errors.calibrationError - 0.2 * 4 / 6) < 1e-12)
    let metrics = Dictionary(
      uniqueKeysWithValues: errors.metrics(prefix: "x.").map { ($0.name, $0.value) })
    #expect(metrics["x.policy"] == 2)
    #expect(metrics["x.policy-accuracy"] == 0.5)
    let squares = 3 * 0.01 + 1.9 * 1.9 + 0.25 + 0.25
    #expect(abs((metrics["x.value-error"] ?? 0) - squares / 6) < 1e-12)
    let logs = -3 * log(0.95) - log(0.05) - 0.5 * log(0.25) - 0.5 * log(0.75) - log(0.75)
    #expect(abs((metrics["x.value-log-loss"] ?? 0) - logs / 6) < 1e-12)
    #expect(metrics["x.calibration-9"] == 0.75)
    #expect(metrics["x.calibration-2"] == 0.25)
    #expect(metrics["x.calibration-5"] == nil)
  }
}
