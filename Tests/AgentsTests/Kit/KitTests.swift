import ArenaCore
import NeuralCore
import Testing

@testable import Agents

@Suite struct KitTests {
  @Test func `exploration falls in a straight line over its part of the run and stays`() throws {
    let options = try DQNOptions(
      Options(
        ["exploration-fraction": "0.5", "exploration-final": "0.2"],
        for: DQNOptions.specs(forGames: false)))
    #expect(options.exploration(at: 0) == 1)
    #expect(abs(options.exploration(at: 0.25) - 0.6) < 1e-12)
    #expect(options.exploration(at: 0.5) == 0.2 && options.exploration(at: 1) == 0.2)
    let none = try DQNOptions(
      Options(["exploration-fraction": "0"], for: DQNOptions.specs(forGames: false)))
    #expect(none.exploration(at: 0) == 0.04)
  }

  @Test func `a learning rate stays, falls in a line or by a cosine`() {
    var options = OptimiserOptions(learningRate: 0.8, finalLearningRate: 0)
    // The last of N rounds anneals to one N-th, not to zero.
    #expect(abs(options.learningRate(at: 7.0 / 8) - 0.1) < 1e-6)
    options.schedule = .constant
    #expect(options.learningRate(at: 7.0 / 8) == 0.8)
    options.schedule = .cosine
    #expect(options.learningRate(at: 0) == 0.8 && abs(options.learningRate(at: 0.5) - 0.4) < 1e-6)
    #expect(abs(options.learningRate(at: 0.25) - Float(0.4 * (1 + 0.5.squareRoot()))) < 1e-6)
  }

  @Test func `running moments are the mean and the variance`() {
    var moments = RunningMoments(width: 2)
    let rows: [[Float]] = [[1, 10], [2, 10], [6, 40]]
    for row in rows { moments.insert(row.span) }
    #expect(abs(moments.means[0] - 3) < 1e-9 && abs(moments.means[1] - 20) < 1e-9)
    #expect(abs(moments.variance(0) - 14.0 / 3) < 1e-9 && abs(moments.variance(1) - 200) < 1e-9)
    #expect(RunningMoments(state: moments.state, width: 2) == moments)
    #expect(RunningMoments(state: moments.state, width: 3) == nil)
  }

  @Test func `layer sizes are read from text and refused in one line`() throws {
    func hidden(_ text: String) throws -> [Int] {
      let trunk = TrunkOptions()
      return try trunk.applying(Options(["hidden": text], for: trunk.specs)).hidden
    }
    #expect(try hidden("128x64x8") == [128, 64, 8])
    #expect(try hidden("none") == [])
    for text in ["", "64x", "x", "0", "64,64", "-3", "99999999"] {
      #expect(throws: OptionError.self) { try hidden(text) }
    }
  }

  @Test func `illegal actions are never chosen, greedy or drawn`() {
    let scores: [Float] = [9, 1, 0, 1]
    let legal = [false, true, true, true]
    var scratch = [Float](repeating: 0, count: 4)
    var random = RandomSource(seed: 5)
    var counts = [0, 0, 0, 0]
    func choose(temperature: Float) -> Int {
      scores.withUnsafeBufferPointer { scores in
        legal.withUnsafeBufferPointer { legal in
          scratch.withUnsafeMutableBufferPointer { scratch in
            Categorical.choose(
              from: scores, legal: legal, temperature: temperature, using: &random,
              scratch: scratch)
          }
        }
      }
    }
    #expect(choose(temperature: 0) == 1)
    for _ in 0..<4000 { counts[choose(temperature: 1)] += 1 }
    // exp(1) : exp(0) : exp(1).
    #expect(counts[0] == 0)
    #expect(abs(Double(counts[1]) / 4000 - 0.4223) < 0.03)
    #expect(abs(Double(counts[2]) / 4000 - 0.1554) < 0.03)
  }
}
