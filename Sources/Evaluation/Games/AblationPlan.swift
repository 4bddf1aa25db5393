public import ArenaCore
import Training

/// Trainings with each of some features off, before the game's type is known.
public struct AblationPlan: Sendable {
  /// What a training is to reach.
  public enum Target: Sendable, Hashable {
    /// At most this share of mistakes against the game's solver, 0 ... 1.
    case mistakes(Double)
    /// The same by the network's policy alone.
    case policyMistakes(Double)
    /// At least this share of the points of a match, 0 ... 1.
    case beats(PlayerSpec, share: Double, games: Int)
  }

  public var agent: String
  /// Options of all trainings.
  public var agentOptions: [String: String] = [:]
  /// The names of the features to try; nil tries all that the agent has.
  public var features: [String]?
  public var target: Target
  /// Each setting is trained with the seeds 1 ... `seeds`.
  public var seeds = 3
  /// Games of self-play after which a training has failed to reach the target.
  public var gamesLimit: Int
  /// Games of self-play between two evaluations.
  public var gamesBetweenEvaluations: Int
  public var threads = 1
  public var shouldStop: @Sendable () -> Bool = { false }
  public var say: @Sendable (String) -> Void = { _ in }

  public init(agent: String, target: Target, gamesLimit: Int, gamesBetweenEvaluations: Int) {
    self.agent = agent
    self.target = target
    self.gamesLimit = gamesLimit
    self.gamesBetweenEvaluations = gamesBetweenEvaluations
  }

  /// A setting of the features.
  struct Setting {
    let name: String
    let options: [String: String]
  }

  /// All features on, each one off, all off.
  ///
  /// - Throws: `RequestError.unknownFeature` for a name that is not among `available`, or
  ///   `.renamedFeature`.
  func settings(of available: [Feature]) throws(RequestError) -> [Setting] {
    var chosen = available
    if let features {
      chosen = []
      for name in features {
        guard let feature = available.first(where: { $0.name == name }) else {
          if let renamed = available.first(where: { $0.formerName == name }) {
            throw .renamedFeature(name, to: renamed.name)
          }
          throw .unknownFeature(name, agent: agent, allowed: available.map(\.name))
        }
        if !chosen.contains(feature) { chosen.append(feature) }
      }
    }
    guard !chosen.isEmpty else {
      throw .unknownFeature("all", agent: agent, allowed: available.map(\.name))
    }
    let base = chosen.reduce(agentOptions) { options, feature in
      // Values that the user gives come before the default ones of a feature.
      options.merging(feature.on) { given, _ in given }
    }
    func without(_ features: [Feature]) -> [String: String] {
      features.reduce(base) { options, feature in options.merging(feature.off) { _, off in off } }
    }
    return [Setting(name: "all features", options: base)]
      + chosen.map { Setting(name: "without \($0.name)", options: without([$0])) }
      + [Setting(name: "plain", options: without(chosen))]
  }
}
