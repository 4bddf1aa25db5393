import ArenaCore

/// Something that helps a learner and may be switched off, to see what it is worth.
public struct Feature: Sendable, Hashable {
  public let name: String
  /// The agent's options, with the values at which it does nothing.
  public let off: [String: String]
  /// The values that it works with, where the agent's default is not to use it.
  public let on: [String: String]

  init(_ name: String, off: [String: String], on: [String: String] = [:]) {
    self.name = name
    self.off = off
    self.on = on
  }

  /// The feature for an agent with these options: where their default is to use it, with the default
  /// values; nil where switching it off would change nothing.
  public func adapted(to specs: [OptionSpec]) -> Feature? {
    let defaults = Dictionary(uniqueKeysWithValues: specs.map { ($0.name, $0.defaultText) })
    let isUsed = off.contains { defaults[$0.key] != $0.value }
    let feature = Feature(name, off: off, on: isUsed ? [:] : on)
    return isUsed || feature.on.contains { defaults[$0.key] != $0.value } ? feature : nil
  }

  /// The features of AlphaZero. A new one is a line here.
  public static let ofAlphaZero = [
    Feature("symmetry", off: ["symmetry": "false"]),
    Feature("value-mix", off: ["outcome-weight": "1"]),
    Feature("proven-labels", off: ["proven-labels": "false"]),
    Feature("surprise", off: ["policy-surprise-weight": "0"]),
    Feature("averaging", off: ["ema-decay": "0"]),
    Feature("growing-window", off: ["window-start": "0"]),
    Feature("reply", off: ["reply-weight": "0"]),
    Feature("soft-policy", off: ["soft-policy-weight": "0"]),
    Feature("points", off: ["ownership-weight": "0", "score-weight": "0"]),
    Feature("openings", off: ["opening-plies": "0"]),
    Feature("reuse", off: ["replay-ratio": "1"]),
    Feature(
      "playout-cap", off: ["full-search": "1"],
      on: ["full-search": "0.25", "fast-simulations": "12"]),
    Feature("adjudicate", off: ["adjudicate": "false"], on: ["adjudicate": "true"]),
    Feature("proofs", off: ["proof-nodes": "0"], on: ["proof-nodes": "200"]),
    Feature("root-proofs", off: ["root-proof-nodes": "0"], on: ["root-proof-nodes": "10000"]),
    Feature("gumbel", off: ["search": "puct"], on: ["search": "gumbel"]),
    Feature("transpositions", off: ["transpositions": "false"], on: ["transpositions": "true"]),
  ]
}
