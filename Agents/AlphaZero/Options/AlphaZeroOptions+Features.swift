public import Training

extension AlphaZeroOptions {
  /// What may be switched off to see what it is worth. A new one is a line here.
  public static let features = [
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
