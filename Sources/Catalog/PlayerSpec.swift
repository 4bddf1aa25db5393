import ArenaCore

/// How a player is named wherever one is wanted: `NAME[:key=value,...]`, such as `random`,
/// `uct:simulations=1000` or `alphazero:run=runs/first,simulations=64`.
public struct PlayerSpec: Sendable, Hashable, CustomStringConvertible {
  /// The agent's name in the catalog.
  public let agent: String
  /// The options given, unchecked.
  public let options: [String: String]
  /// The spec as it was written.
  public let description: String

  /// A spec from its parts, whose values may hold any character.
  init(agent: String, options: [String: String]) {
    self.agent = agent
    self.options = options
    let pairs = options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    description = pairs.isEmpty ? agent : "\(agent):\(pairs.joined(separator: ","))"
  }

  /// - Throws: `CatalogError.badSpec` for anything but such a text.
  public init(_ text: String) throws(CatalogError) {
    description = text
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    agent = String(parts[0])
    var options: [String: String] = [:]
    if parts.count == 2 {
      for pair in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[0].isEmpty, options[String(sides[0])] == nil else {
          throw .badSpec(text)
        }
        options[String(sides[0])] = String(sides[1])
      }
    }
    self.options = options
    guard !agent.isEmpty, !text.contains(where: \.isNewline) else { throw .badSpec(text) }
  }
}
