import ArenaCore
import Environments
import NeuralCore
import Testing

@testable import Agents

/// Players with a trained network.
@Suite struct AlphaZeroPlayerTests {
  private let start: MNK

  init() throws { start = try MNK(["columns": "4", "rows": "4", "length": "4"]) }

  private func randomNetwork() throws -> Network {
    var random = RandomSource(seed: 2)
    var network = try Network(
      AlphaZeroNetwork.architecture(for: start, .init(blocks: 0, channels: 8)), using: &random)
    for index in network.parameters.indices {
      network.parameters[index] = Float(random.normal()) * 0.3
    }
    return network
  }

  private func player(_ network: Network, _ options: [String: String]) throws -> any Player<MNK> {
    AlphaZero.player(
      network, for: start,
      try SearchPlayerOptions().applying(
        Options(
          options.merging(["simulations": "20"]) { $1 }, for: SearchPlayerOptions().specs)))
  }

  @Test(arguments: [0, 1])
  func `moves vary in as many plies as the option has`(_ plies: Int) throws {
    let network = try randomNetwork()
    var (first, second) = (Set<Int>(), Set<Int>())
    for seed in 0..<20 as Range<UInt64> {
      var player = try player(network, ["varied-plies": "\(plies)"])
      var random = RandomSource(seed: seed)
      player.begin(as: .first, in: start)
      first.insert(player.choose(in: start, within: .unlimited, using: &random))
      var game = start
      for action in [3, 7] {
        game.play(action)
        player.observe(action, leadingTo: game)
      }
      second.insert(player.choose(in: game, within: .unlimited, using: &random))
    }
    #expect((first.count > 1) == (plies > 0))
    #expect(second.count == 1)
  }

  @Test func `a player that looks through symmetries plays images alike`() throws {
    let network = try randomNetwork()
    func share(symmetries: String) throws -> Double {
      var alike = 0
      var count = 0
      var random = RandomSource(seed: 4)
      for _ in 0..<12 {
        let moves = (0..<3).map { _ in random.below(16) }
        guard Set(moves).count == 3 else { continue }
        let choices = try start.symmetries.map { symmetry in
          var game = start
          for move in moves { game.play(symmetry.actions[move]) }
          var player = try player(network, ["symmetries": symmetries])
          player.begin(as: .second, in: game)
          var chance = RandomSource(seed: 1)
          return player.choose(in: game, within: .unlimited, using: &chance)
        }
        for (symmetry, choice) in zip(start.symmetries, choices) {
          count += 1
          alike += choice == symmetry.actions[choices[0]] ? 1 : 0
        }
      }
      return Double(alike) / Double(count)
    }
    // Rounding may tip the balance now and then.
    #expect(try share(symmetries: "true") > 0.9)
    #expect(try share(symmetries: "false") < 0.7)
  }
}
