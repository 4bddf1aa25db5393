import Evaluation

/// Trainings with each of some levers off, before the game's type is known.
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
  /// The names of the levers to try; nil tries all that the agent has.
  public var levers: [String]?
  public var target: Target
  /// Each setting is trained with the seeds 1 ... `seeds`.
  public var seeds = 3
  /// Games of self-play after which a training has failed to reach the target.
  public var gamesLimit: Int
  /// Games of self-play between two exams.
  public var gamesBetweenExams: Int
  public var threads = 1
  public var shouldStop: @Sendable () -> Bool = { false }
  public var say: @Sendable (String) -> Void = { _ in }

  public init(agent: String, target: Target, gamesLimit: Int, gamesBetweenExams: Int) {
    self.agent = agent
    self.target = target
    self.gamesLimit = gamesLimit
    self.gamesBetweenExams = gamesBetweenExams
  }

  /// A setting of the levers.
  struct Setting {
    let name: String
    let options: [String: String]
  }

  /// All levers on, each one off, all off.
  ///
  /// - Throws: `CatalogError.unknownLever` for a name that is not among `available`.
  func settings(of available: [Lever]) throws(CatalogError) -> [Setting] {
    var chosen = available
    if let levers {
      chosen = []
      for name in levers {
        guard let lever = available.first(where: { $0.name == name }) else {
          throw .unknownLever(name, agent: agent, allowed: available.map(\.name))
        }
        if !chosen.contains(lever) { chosen.append(lever) }
      }
    }
    guard !chosen.isEmpty else {
      throw .unknownLever("all", agent: agent, allowed: available.map(\.name))
    }
    let base = chosen.reduce(agentOptions) { options, lever in
      // Values that the user gives come before the standard ones of a lever.
      options.merging(lever.on) { given, _ in given }
    }
    func without(_ levers: [Lever]) -> [String: String] {
      levers.reduce(base) { options, lever in options.merging(lever.off) { _, off in off } }
    }
    return [Setting(name: "all levers", options: base)]
      + chosen.map { Setting(name: "without \($0.name)", options: without([$0])) }
      + [Setting(name: "plain", options: without(chosen))]
  }
}
