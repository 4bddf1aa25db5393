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

  /// Whether switching it off changes anything for an agent with these options.
  func matters(for specs: [OptionSpec]) -> Bool {
    off.contains { name, value in
      (on[name] ?? specs.first { $0.name == name }?.standard) != value
    }
  }

  /// The levers of AlphaZero. A new one is a line here.
  static let ofAlphaZero = [
    Lever("symmetry", off: ["symmetry": "false"]),
    Lever("value-mix", off: ["result-weight": "1"]),
    Lever("proven-labels", off: ["proven-labels": "false"]),
    Lever("surprise", off: ["surprise": "0"]),
    Lever("averaging", off: ["averaging": "0"]),
    Lever("growing-window", off: ["window-start": "0"]),
    Lever("reply", off: ["reply-weight": "0"]),
    Lever("soft-policy", off: ["soft-policy-weight": "0"]),
    Lever("points", off: ["ownership-weight": "0", "score-weight": "0"]),
    Lever("openings", off: ["opening-plies": "0"]),
    Lever("reuse", off: ["reuse": "1"]),
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
