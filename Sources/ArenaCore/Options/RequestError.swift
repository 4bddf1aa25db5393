/// What was asked for that cannot be had, in one line for the user.
public enum RequestError: CallError, Hashable, CustomStringConvertible {
  case unknownEnvironment(String, allowed: [String])
  /// A task where a game is wanted.
  case isTask(String)
  /// A game where a task is wanted.
  case isGame(String)
  case unknownAgent(String, environment: String, allowed: [String])
  /// The agent is known but does not learn.
  case notALearner(String, allowed: [String])
  /// The text of a player spec, and what is wrong with it.
  case badSpec(String, reason: String = "it must be NAME or NAME:key=value,key=value")
  /// An option of a game or an agent was refused.
  case option(String, OptionError)
  /// Nothing says how long to train.
  case noLength(agent: String, environment: String)
  /// There is no solver for the game.
  case unsolved(game: String)
  /// The game is too large to be solved.
  case tooLarge(game: String)
  /// The agent has no feature of that name.
  case unknownFeature(String, agent: String, allowed: [String])
  /// The feature has another name now.
  case renamedFeature(String, to: String)
  /// A run does not fit the game or the agent that it is asked for.
  case wrongRun(String)

  public var description: String {
    switch self {
    case .unknownEnvironment(let name, let allowed):
      "unknown game or task '\(name)': "
        + NearestWord.advice(
          for: name, among: allowed, introducing: "there are", source: "arena list")
    case .isTask(let name): "\(name) is a task, not a game: arena list lists both"
    case .isGame(let name): "\(name) is a game, not a task: arena list lists both"
    case .unknownAgent(let name, let environment, let allowed):
      "unknown agent '\(name)' for \(environment): "
        + NearestWord.advice(for: name, among: allowed, introducing: "there are")
    case .notALearner(let name, let allowed):
      "\(name) does not learn: agents that do are \(allowed.joined(separator: ", "))"
    case .badSpec(let text, let reason): "'\(text)' is not a player: \(reason)"
    case .option(let owner, let error): "\(owner): \(error)"
    case .noLength(let agent, let environment):
      "nothing says how long \(agent) is to learn \(environment): give either --minutes M or --steps N"
    case .unsolved(let game): "no solver knows \(game)"
    case .tooLarge(let game):
      "this board of \(game) is too large to solve: give it a smaller one with --set"
    case .unknownFeature(let name, let agent, let allowed):
      allowed.isEmpty
        ? "\(agent) has no features"
        : "unknown feature '\(name)' of \(agent): "
          + NearestWord.advice(for: name, among: allowed, introducing: "there are")
    case .renamedFeature(let name, let new): "feature \(name) is now called \(new)"
    case .wrongRun(let text): text
    }
  }
}
