import ArenaCore
import NeuralCore
import Testing

@testable import Agents

@Suite struct TwinCriticTests {
  private func critic(batch: Int = 3) throws -> TwinCritic {
    var random = RandomSource(seed: 5)
    return try TwinCritic(
      TrunkOptions(hidden: [8, 8], activation: .tanh), width: 2, actionWidth: 2, batch: batch,
      using: &random)
  }

  private func fill(_ row: UnsafeMutableBufferPointer<Float>, _ numbers: [Float]) {
    for (index, number) in numbers.enumerated() { row[index] = number }
  }

  @Test func `the slope by the action is that of finite differences of the smaller value`() throws {
    let critic = try critic()
    let rows: [[Float]] = [[0.3, -0.5, 0.2, 0.9], [1, 0.5, -0.7, 0.1], [-2, 1, 0.4, -0.4]]
    let predictor = Predictor(critic.trainer.network, capacity: 1)
    func smaller(_ row: [Float], firstOnly: Bool) -> Float {
      fill(predictor.inputs, row)
      predictor.run(count: 1)
      let (first, second) = (predictor.output(0)[0], predictor.output(1)[0])
      return firstOnly ? first : min(first, second)
    }
    var firsts = 0
    for firstOnly in [true, false] {
      for (index, row) in rows.enumerated() { fill(critic.onlineRow(index), row) }
      _ = critic.differentiate(count: 3, weight: -0.5, firstOnly: firstOnly)
      let slopes = (0..<3).map { Array(critic.actionGradient($0)) }
      for (index, row) in rows.enumerated() {
        for dimension in 0..<2 {
          var (low, high) = (row, row)
          low[2 + dimension] -= 0.01
          high[2 + dimension] += 0.01
          let slope =
            (smaller(high, firstOnly: firstOnly) - smaller(low, firstOnly: firstOnly))
            / 0.02
          #expect(abs(slopes[index][dimension] + 0.5 * slope) < 2e-3)
        }
        if smaller(row, firstOnly: true) == smaller(row, firstOnly: false) { firsts += 1 }
      }
    }
    #expect((1..<6).contains(firsts), "each of the two was the smaller one")
  }

  @Test func `targets take the smaller value, and follow slowly`() throws {
    let critic = try critic()
    let before = critic.target
    #expect(before == critic.trainer.network.parameters)
    for row in 0..<3 { fill(critic.onlineRow(row), [0.1, 0.2, Float(row), 0]) }
    _ = critic.update(to: [5, 5, 5], learningRate: 0.1, clip: nil)
    #expect(critic.target == before, "constant until it is told to follow")
    critic.updateTarget(rate: 0.25)
    for index in before.indices {
      let online = critic.trainer.network.parameters[index]
      #expect(abs(critic.target[index] - (before[index] + 0.25 * (online - before[index]))) < 1e-6)
    }
    fill(critic.targetRow(0), [0.1, 0.2, 1, 0])
    var values: [Float] = [0]
    critic.targetValues(of: 1, into: &values)
    var network = critic.trainer.network
    network.parameters = critic.target
    let predictor = Predictor(network, capacity: 1)
    for (index, number) in [Float(0.1), 0.2, 1, 0].enumerated() { predictor.inputs[index] = number }
    predictor.run(count: 1)
    #expect(abs(values[0] - min(predictor.output(0)[0], predictor.output(1)[0])) < 1e-6)
  }
}
