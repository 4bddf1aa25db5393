import ArenaCore
import NeuralCore
import Testing

@Suite struct ArchitectureTests {
  @Test func `an architecture survives the trip through JSON`() throws {
    for sample in SampleNetworks.all {
      #expect(try Architecture(json: sample.architecture.json) == sample.architecture)
    }
  }

  @Test(arguments: [
    Architecture(input: .vector(0), trunk: [], heads: [Head(name: "a", layers: [])]),
    Architecture(input: .vector(3), trunk: [], heads: []),
    Architecture(
      input: .vector(3), trunk: [],
      heads: [Head(name: "a", layers: []), Head(name: "a", layers: [])]),
    Architecture(input: .vector(3), trunk: [], heads: [Head(name: "trunk", layers: [])]),
    Architecture(input: .vector(3), trunk: [], heads: [Head(name: "a.b", layers: [])]),
    Architecture(
      input: .vector(3), trunk: [.convolution(channels: 2, kernel: 3)],
      heads: [Head(name: "a", layers: [])]),
    Architecture(
      input: .planes(channels: 1, rows: 3, columns: 3),
      trunk: [.convolution(channels: 2, kernel: 5)], heads: [Head(name: "a", layers: [])]),
    Architecture(
      input: .vector(3), trunk: [.residual([.dense(outputs: 2)])],
      heads: [Head(name: "a", layers: [])]),
    Architecture(
      input: .vector(3), trunk: [.residual([])], heads: [Head(name: "a", layers: [])]),
    Architecture(
      input: .vector(3), trunk: [.dense(outputs: -1)], heads: [Head(name: "a", layers: [])]),
    Architecture(
      input: .vector(1 << 20), trunk: [.dense(outputs: 1 << 20)],
      heads: [Head(name: "a", layers: [])]),
    Architecture(
      input: .planes(channels: 1 << 40, rows: 1 << 40, columns: 1 << 40), trunk: [],
      heads: [Head(name: "a", layers: [])]),
  ])
  func `what no network can be built from is refused in one line`(_ architecture: Architecture) {
    var random = RandomSource(seed: 1)
    let error = #expect(throws: ArchitectureError.self) {
      try Network(architecture, using: &random)
    }
    #expect(error?.description.contains("\n") == false)
  }

  @Test(arguments: ["", "{}", "[1]", "nonsense"])
  func `JSON that is no architecture is refused`(_ json: String) {
    #expect(throws: ArchitectureError.self) { try Architecture(json: json) }
  }

  @Test func `initial weights have the spread they should`() throws {
    func spread(_ initial: Initialisation) throws -> (mean: Float, deviation: Float) {
      var random = RandomSource(seed: 8)
      let network = try Network(
        Architecture(
          input: .vector(200), trunk: [],
          heads: [Head(name: "a", layers: [.dense(outputs: 100, initial: initial)])]),
        using: &random)
      let weights = network.parameters[network.layout[0].range]
      let mean = weights.reduce(0, +) / Float(weights.count)
      let variance = weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(weights.count)
      return (mean, variance.squareRoot())
    }
    #expect(abs(try spread(.he).deviation - 0.1) < 0.003)
    #expect(abs(try spread(.lecun).deviation - 0.0707) < 0.002)
    #expect(abs(try spread(.uniform(gain: 1)).deviation - 0.0408) < 0.002)
    #expect(abs(try spread(.orthogonal(gain: 2)).deviation - 2 * 0.0707) < 0.003)
    #expect(try spread(.zero) == (0, 0))
  }

  @Test(arguments: [(7, 3), (3, 7), (5, 5)])
  func `orthogonal weights are orthonormal`(_ inputs: Int, _ outputs: Int) throws {
    var random = RandomSource(seed: 8)
    let network = try Network(
      Architecture(
        input: .vector(inputs), trunk: [],
        heads: [
          Head(name: "a", layers: [.dense(outputs: outputs, initial: .orthogonal(gain: 1))])
        ]), using: &random)
    func weight(_ input: Int, _ output: Int) -> Float {
      network.parameters[input * outputs + output]
    }
    for first in 0..<min(inputs, outputs) {
      for second in 0..<min(inputs, outputs) {
        let product = (0..<max(inputs, outputs)).reduce(Float(0)) {
          inputs < outputs
            ? $0 + weight(first, $1) * weight(second, $1)
            : $0 + weight($1, first) * weight($1, second)
        }
        #expect(abs(product - (first == second ? 1 : 0)) < 1e-5)
      }
    }
  }
}
