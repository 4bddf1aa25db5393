import ArenaCore
import Environments
import Match
import NeuralCore
import Search
import Testing

@testable import Agents

/// Networks whose outputs are no numbers.
@Suite struct NonFiniteTests {
  private static let start: MNK = {
    do { return try MNK(["columns": "4", "rows": "4", "length": "4"]) } catch { fatalError() }
  }()

  /// Every kind of player that plays by a network.
  enum Kind: String, CaseIterable {
    case puct, gumbel, symmetries, proofs, dqn, dueling, drawn, policy, drawnPolicy, head
    case avi, klent
  }

  private static func player(_ kind: Kind, weight: Float) throws -> any Player<MNK> {
    func filled(_ architecture: Architecture) throws -> Network {
      var network = try Network(zeros: architecture)
      for index in network.parameters.indices { network.parameters[index] = weight }
      return network
    }
    let searched = try filled(
      AlphaZeroNetwork.architecture(for: start, .init(blocks: 1, channels: 4)))
    func alphaZero(_ options: [String: String]) throws -> any Player<MNK> {
      AlphaZero.player(
        searched, for: start,
        try SearchPlayerOptions().applying(
          Options(options.merging(["simulations": "30"]) { $1 }, for: SearchPlayerOptions().specs)))
    }
    func dqn(dueling: Bool, temperature: Double) throws -> any Player<MNK> {
      let trunk = TrunkOptions(hidden: [8]).layers(on: start.observationShape, initial: .he)
      var (value, random) = (ValueOptions(), RandomSource(seed: 1))
      value.isDueling = dueling
      let network = try ValueNetwork.network(value, trunk, for: start, using: &random)
      return try DQNPlayer(
        network: filled(network.architecture),
        for: start, temperature: temperature)
    }
    func policy(temperature: Double) throws -> any Player<MNK> {
      let options = try PolicyGradientOptions(
        Options(["hidden": "8"], for: PolicyGradientOptions.specs(.ppo, forGames: true)))
      return try PolicyGradient.player(
        in: start,
        network: filled(
          PolicyNetwork.architecture(options, DiscretePolicy(for: start), for: start)),
        temperature: temperature)
    }
    func searchFree(_ algorithm: SearchFreeOptions.Algorithm) throws -> any Player<MNK> {
      try SearchFreePlayer(
        network: filled(SearchFreeNetwork.architecture(SearchFreeOptions(algorithm), for: start)),
        for: start, temperature: 1)
    }
    switch kind {
    case .avi: return try searchFree(.avi)
    case .klent: return try searchFree(.klent)
    case .puct: return try alphaZero(["search": "puct"])
    case .gumbel: return try alphaZero(["search": "gumbel"])
    case .symmetries: return try alphaZero(["symmetries": "true", "varied-plies": "4"])
    case .proofs: return try alphaZero(["proof-nodes": "3", "resign": "-0.5"])
    case .dqn: return try dqn(dueling: false, temperature: 0)
    case .dueling: return try dqn(dueling: true, temperature: 0)
    case .drawn: return try dqn(dueling: true, temperature: 1)
    case .policy: return try policy(temperature: 0)
    case .drawnPolicy: return try policy(temperature: 1)
    case .head: return HeadPlayer(searched, head: 0, for: start)
    }
  }

  @Test(arguments: Kind.allCases, [Float.nan, .infinity, -.infinity, 3e38])
  func `a player whose network gives no numbers loses by a failure`(
    _ kind: Kind, _ weight: Float
  ) throws {
    for seat in Seat.allCases {
      let player = try Self.player(kind, weight: weight)
      let other: any Player<MNK> = RandomPlayer()
      let record = Table(Self.start).play(
        seat == .first ? [player, other] : [other, player], names: ["a", "b"], seed: 1)
      #expect(record.cause == .failure && record.outcome.winner == seat.opponent)
      #expect(record.reason == "\(seat.name) \(Surrender.nonFinite)")
    }
  }

  /// Knows nothing of a position in which the corner is taken.
  private struct HalfBlind: Evaluator {
    mutating func evaluate(_ batch: inout EvaluationBatch<MNK>) {
      for (row, position) in batch.positions.enumerated() {
        batch.values[row] = position.isLegal(0) ? 0 : .nan
        for index in batch.logitRange(of: row) { batch.logits[index] = 0 }
      }
    }
  }

  @Test func `a player fails where it is blind and plays on in the next game`() throws {
    var player = SearchPlayer(HalfBlind(), for: Self.start, simulations: 40)
    var blind = Self.start
    blind.play(0)
    var random = RandomSource(seed: 1)
    for (position, simulations, surrender) in [
      // Without a simulation only the root is evaluated.
      (Self.start, 0, nil), (blind, 0, Surrender.nonFinite), (Self.start, 40, .nonFinite),
      (Self.start, 0, nil),
    ] {
      player.begin(as: position.turn ?? .first, in: position)
      let action = player.choose(
        in: position, within: Budget(simulations: simulations), using: &random)
      #expect(position.isLegal(action) && player.surrender == surrender)
    }
  }

  private struct NoEstimate: PositionEstimate {
    let value: Double
    func value(of game: MNK, for seat: Seat) -> Double { value }
  }

  @Test(arguments: [Double.nan, .infinity, 1e300, -7])
  func `an estimate beyond all bounds traps nothing`(_ value: Double) throws {
    var random = RandomSource(seed: 1)
    var player = AlphaBetaPlayer(estimate: NoEstimate(value: value), depth: 2)
    let action = player.choose(in: Self.start, within: .unlimited, using: &random)
    #expect(Self.start.isLegal(action))
    #expect((player.surrender == .nonFinite) == !value.isFinite)
  }

  @Test func `a continuous action stays within its bounds`() throws {
    var world = Reach()
    let options = try PolicyGradientOptions(
      Options(["hidden": "8"], for: PolicyGradientOptions.specs(.ppo, forGames: false)))
    var network = try Network(
      zeros: PolicyNetwork.architecture(options, GaussianPolicy(for: world), for: world))
    for index in network.parameters.indices { network.parameters[index] = .nan }
    var player = try PolicyGradient.player(in: world, network: network, temperature: 1)
    var random = RandomSource(seed: 1)
    world.reset(using: &random)
    let action = player.choose(in: world, within: .unlimited, using: &random)
    #expect(player.surrender == .nonFinite)
    for (index, bounds) in world.actionBounds.enumerated() {
      #expect(bounds.contains(action[index]))
    }
  }
}
