public import ArenaCore

/// The agents of one environment.
public struct AgentList<World: Environment>: Sendable {
  /// The environment's name, for messages.
  public let environment: String
  public let entries: [AgentEntry<World>]

  public init(_ entries: [AgentEntry<World>], of environment: String) {
    self.environment = environment
    self.entries = entries
  }

  /// The agent of that name.
  public func named(_ agent: String) throws(RequestError) -> AgentEntry<World> {
    guard let entry = entries.first(where: { $0.name == agent }) else {
      throw .unknownAgent(agent, environment: environment, allowed: entries.map(\.name))
    }
    return entry
  }

  /// The agent of that name and how it learns.
  ///
  /// - Throws: `RequestError` also when it does not learn.
  public func learning(
    _ agent: String
  ) throws(RequestError) -> (entry: AgentEntry<World>, learning: AgentEntry<World>.Learning) {
    let entry = try named(agent)
    guard let learning = entry.learning else {
      throw .notALearner(agent, allowed: entries.filter { $0.learning != nil }.map(\.name))
    }
    return (entry, learning)
  }

  /// Makes players of the agent that a spec names.
  public func factory(
    _ spec: PlayerSpec, for world: World
  ) throws -> AgentEntry<World>.PlayerFactory {
    let agent = try named(spec.agent)
    return try agent.makeFactory(world, agent.options(of: spec))
  }
}

/// A world made from options, under the name that it was asked for by.
public struct NamedWorld<World: Environment>: Sendable {
  public let name: String
  public let world: World
  /// What it was made from, for records.
  public let options: Options

  /// - Parameter given: those of the options that do not have their default values.
  public init(
    _ name: String, _ specs: [OptionSpec], _ given: [String: String],
    make: (Options) throws(OptionError) -> World
  ) throws(RequestError) {
    self.name = name
    options = try Options(given, for: specs, of: name)
    do { world = try make(options) } catch { throw .option(name, error) }
  }
}

extension Options {
  /// Options of `owner`, which the error names.
  public init(
    _ given: [String: String], for specs: [OptionSpec], of owner: String
  ) throws(RequestError) {
    do { self = try Options(given, for: specs) } catch { throw .option(owner, error) }
  }
}
