import ArenaCore
import Environments
import NeuralCore
import TestKit
import Testing
import Training

@testable import Agents

/// A state in which any one number was replaced by an extreme one: refused without a trace, or
/// harmless.
@Suite struct ForgedStateTests {
  private func check<World>(_ make: () throws -> any Learner<World>) throws {
    let source = try make()
    for round in 0..<4 { _ = try source.advance(fraction: Double(round) / 8) }
    var archive = Safetensors()
    source.save(to: &archive)
    // The learner that reads it has a past of its own, which a refusal must leave as it is.
    let learner = try make()
    _ = try learner.advance(fraction: 0)
    var own = Safetensors()
    learner.save(to: &own)
    var (refused, accepted) = (0, 0)
    for name in archive.names {
      for forged in Self.forgeries(of: name, in: archive) {
        do {
          try learner.restore(from: forged)
          accepted += 1
          // Whatever was accepted can be gone on from.
          _ = try learner.advance(fraction: 0.5)
          #expect(learner.lostNumbers == nil, "\(name)")
          try learner.restore(from: own)
        } catch {
          refused += 1
          #expect(error is RunError || error is SafetensorsError)
          var after = Safetensors()
          learner.save(to: &after)
          for name in own.names {
            #expect(Self.words(of: name, in: after) == Self.words(of: name, in: own), "\(name)")
          }
        }
      }
    }
    #expect(refused > 30, "\(accepted) were accepted")
  }

  private static func forgeries(of name: String, in archive: Safetensors) -> [Safetensors] {
    func with<Element: TensorElement>(_ extremes: [Element]) -> [Safetensors] {
      guard let values = try? archive.values(name, as: Element.self), !values.isEmpty else {
        return []
      }
      let places = runsLongTests ? [0, values.count / 2, values.count - 1] : [values.count / 2]
      return places.flatMap { place in
        extremes.map { extreme in
          var forged = archive
          var values = values
          values[place] = extreme
          forged.set(name, values, shape: archive.shape(of: name))
          return forged
        }
      } + [
        {
          var forged = archive
          forged.set(name, values + [values[0]])
          return forged
        }()
      ]
    }
    return with([Float.nan, .infinity, -1e4, -1]) + with([Double.nan, -.infinity, 1e4, -1])
      + with([Int32.max, .min, -1]) + with([Int64.max, .min, -1])
      + with([UInt64.max, 1 << 63, 0]) + with([UInt8.max])
  }

  /// The bits of a tensor, whatever its type.
  private static func words(of name: String, in archive: Safetensors) -> [UInt64]? {
    if let values = try? archive.values(name, as: Float.self) {
      return values.map { UInt64($0.bitPattern) }
    }
    if let values = try? archive.values(name, as: Double.self) { return values.map(\.bitPattern) }
    if let values = try? archive.values(name, as: Int32.self) {
      return values.map { UInt64(UInt32(bitPattern: $0)) }
    }
    if let values = try? archive.values(name, as: Int64.self) {
      return values.map { UInt64(bitPattern: $0) }
    }
    if let values = try? archive.values(name, as: UInt8.self) { return values.map { UInt64($0) } }
    return try? archive.values(name, as: UInt64.self)
  }

  @Test func `AlphaZero's state`() throws {
    let options = [
      "blocks": "0", "channels": "4", "simulations": "4", "games": "2", "workers": "1",
      "positions": "32", "batch": "16", "resign": "-0.9", "validation": "0.2",
    ]
    try check {
      try AlphaZeroLearner(
        try MNK(), LearnerChecks.setting(options, AlphaZeroOptions.specs(for: MNK.self)))
    }
  }

  @Test(arguments: SearchFreeOptions.Algorithm.allCases)
  func `a search-free learner's state`(_ algorithm: SearchFreeOptions.Algorithm) throws {
    let options = ["hidden": "8", "num-envs": "4", "n-steps": "8", "batch": "8"]
    try check {
      try SearchFreeLearner(
        try MNK(), algorithm,
        LearnerChecks.setting(options, SearchFreeOptions.specs(algorithm)))
    }
  }

  @Test func `DQN's state`() throws {
    let options = [
      "hidden": "8", "num-envs": "4", "train-frequency": "32", "learning-starts": "32",
      "buffer-size": "100", "gradient-steps": "2",
      "batch": "8", "per-alpha": "0.5", "n-step": "2",
    ]
    try check {
      try DQNLearner(try MNK(), LearnerChecks.setting(options, DQNOptions.specs(forGames: true)))
    }
  }

  @Test func `PPO's state, of discrete and of continuous actions`() throws {
    let options = [
      "hidden": "8", "num-envs": "2", "n-steps": "8", "normalise-observations": "true",
      "normalise-rewards": "true", "epochs": "2",
    ]
    let specs = PolicyGradientOptions.specs(.ppo, forGames: false)
    try check {
      try PolicyGradient.learner(
        in: TimeLimit(try CartPole(), steps: 50), LearnerChecks.setting(options, specs))
    }
    try check {
      try PolicyGradient.learner(
        in: TimeLimit(try Pendulum(), steps: 50), LearnerChecks.setting(options, specs))
    }
  }
}
