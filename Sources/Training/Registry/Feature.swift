public import ArenaCore

/// Something that helps a learner and may be switched off, to see what it is worth.
public struct Feature: Sendable, Hashable {
  public let name: String
  /// The agent's options, with the values at which it does nothing.
  public let off: [String: String]
  /// The values that it works with, where the agent's default is not to use it.
  public let on: [String: String]
  /// The name it had once, which is refused with the new one; nil for none.
  public let formerName: String?

  public init(
    _ name: String, off: [String: String], on: [String: String] = [:], formerly: String? = nil
  ) {
    self.name = name
    self.off = off
    self.on = on
    formerName = formerly
  }

  /// The feature for an agent with these options: where their default is to use it, with the default
  /// values; nil where switching it off would change nothing.
  public func adapted(to specs: [OptionSpec]) -> Feature? {
    let defaults = Dictionary(uniqueKeysWithValues: specs.map { ($0.name, $0.defaultText) })
    let isUsed = off.contains { defaults[$0.key] != $0.value }
    let feature = Feature(name, off: off, on: isUsed ? [:] : on, formerly: formerName)
    return isUsed || feature.on.contains { defaults[$0.key] != $0.value } ? feature : nil
  }
}
