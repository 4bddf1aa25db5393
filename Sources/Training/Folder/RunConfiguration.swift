import Foundation

/// What a run trains: written once to `run.json`, compared when the run is resumed.
public struct RunConfiguration: Codable, Sendable, Hashable {
  /// The layout of the run folder; raised when it changes.
  public var format = Self.currentFormat
  /// The catalog's name of the game or task.
  public var environment: String
  public var environmentOptions: [String: String]
  /// The catalog's name of the agent.
  public var agent: String
  /// The values of all its options.
  public var agentOptions: [String: String]
  public var seed: UInt64

  /// Since 2 it holds the values of all the agent's options, in 1 only those given; since 3 options
  /// have the field's names. Older runs can be played, not trained further.
  static let currentFormat = 3

  public init(
    environment: String, environmentOptions: [String: String], agent: String,
    agentOptions: [String: String], seed: UInt64
  ) {
    self.environment = environment
    self.environmentOptions = environmentOptions
    self.agent = agent
    self.agentOptions = agentOptions
    self.seed = seed
  }

  /// The first difference to `other` in words; nil when they are equal.
  func difference(to other: RunConfiguration) -> String? {
    func list(_ options: [String: String]) -> String {
      options.isEmpty
        ? "none" : options.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ",")
    }
    let names = Set(agentOptions.keys).union(other.agentOptions.keys)
    let changed = names.filter { agentOptions[$0] != other.agentOptions[$0] }
    let pairs: [(String, String, String)] = [
      ("environment", environment, other.environment),
      ("environment options", list(environmentOptions), list(other.environmentOptions)),
      ("agent", agent, other.agent),
      ("seed", String(seed), String(other.seed)),
      (
        "agent options", list(agentOptions.filter { changed.contains($0.key) }),
        list(other.agentOptions.filter { changed.contains($0.key) })
      ),
    ]
    return pairs.first { $0.1 != $0.2 }.map { "its \($0.0) is \($0.1), not \($0.2)" }
  }
}
