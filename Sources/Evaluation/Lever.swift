import ArenaCore

/// Something that helps a learner and may be switched off, to see what it is worth.
public struct Lever: Sendable, Hashable {
  public let name: String
  /// The agent's options, with the values at which it does nothing.
  public let off: [String: String]
  /// The values that it works with, where the agent's standard is not to use it.
  public let on: [String: String]

  init(_ name: String, off: [String: String], on: [String: String] = [:]) {
    self.name = name
    self.off = off
    self.on = on
  }

  /// The lever for an agent with these options: where their standard is to use it, with the standard
  /// values; nil where switching it off would change nothing.
  public func adapted(to specs: [OptionSpec]) -> Lever? {
    let standards = Dictionary(uniqueKeysWithValues: specs.map { ($0.name, $0.standard) })
    let isUsed = off.contains { standards[$0.key] != $0.value }
    let lever = Lever(name, off: off, on: isUsed ? [:] : on)
    return isUsed || lever.on.contains { standards[$0.key] != $0.value } ? lever : nil
  }

  /// The levers of AlphaZero. A new one is a line here.
  public static let ofAlphaZero = [
    Lever("symmetry", off: ["symmetry": "false"]),
    Lever("value-mix", off: ["outcome-weight": "1"]),
    Lever("proven-labels", off: ["proven-labels": "false"]),
    Lever("surprise", off: ["policy-surprise-weight": "0"]),
    Lever("averaging", off: ["ema-decay": "0"]),
    Lever("growing-window", off: ["window-start": "0"]),
    Lever("reply", off: ["reply-weight": "0"]),
    Lever("soft-policy", off: ["soft-policy-weight": "0"]),
    Lever("points", off: ["ownership-weight": "0", "score-weight": "0"]),
    Lever("openings", off: ["opening-plies": "0"]),
    Lever("reuse", off: ["replay-ratio": "1"]),
    Lever(
      "playout-cap", off: ["full-search": "1"],
      on: ["full-search": "0.25", "fast-simulations": "12"]),
    Lever("adjudicate", off: ["adjudicate": "false"], on: ["adjudicate": "true"]),
    Lever("proofs", off: ["proof-nodes": "0"], on: ["proof-nodes": "200"]),
    Lever("root-proofs", off: ["root-proof-nodes": "0"], on: ["root-proof-nodes": "10000"]),
    Lever("gumbel", off: ["search": "puct"], on: ["search": "gumbel"]),
    Lever("transpositions", off: ["transpositions": "false"], on: ["transpositions": "true"]),
  ]
}
