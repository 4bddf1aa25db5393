import ArenaCore

/// What the catalog could not give, in one line for the user.
public enum CatalogError: Error, Hashable, CustomStringConvertible {
  case unknownEnvironment(String, allowed: [String])
  case unknownAgent(String, environment: String, allowed: [String])
  /// The agent is known but does not learn.
  case notALearner(String, allowed: [String])
  case badSpec(String)
  /// An option of a game or an agent was refused.
  case option(String, OptionError)
  /// There is no solver for the game.
  case unsolved(game: String)
  /// The game is too large to be solved.
  case tooLarge(game: String)
  /// The agent has no lever of that name.
  case unknownLever(String, agent: String, allowed: [String])
  /// The user asked to stop before there was a result.
  case interrupted
  /// A run does not fit the game or the agent that it is asked for.
  case wrongRun(String)

  public var description: String {
    switch self {
    case .unknownEnvironment(let name, let allowed):
      "unknown game or task '\(name)': there are \(allowed.joined(separator: ", "))"
    case .unknownAgent(let name, let environment, let allowed):
      "unknown agent '\(name)' for \(environment): there are \(allowed.joined(separator: ", "))"
    case .notALearner(let name, let allowed):
      "\(name) does not learn: agents that do are \(allowed.joined(separator: ", "))"
    case .badSpec(let text):
      "'\(text)' is not a player: it must be NAME or NAME:key=value,key=value"
    case .option(let owner, let error): "\(owner): \(error)"
    case .unsolved(let game): "no solver knows \(game)"
    case .tooLarge(let game):
      "this board of \(game) is too large to solve: give it a smaller one with --set"
    case .unknownLever(let name, let agent, let allowed):
      allowed.isEmpty
        ? "\(agent) has no levers"
        : "unknown lever '\(name)' of \(agent): there are \(allowed.joined(separator: ", "))"
    case .interrupted: "stopped before there was a result"
    case .wrongRun(let text): text
    }
  }
}
