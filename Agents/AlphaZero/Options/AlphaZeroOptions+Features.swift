public import Training

extension AlphaZeroOptions {
  /// What may be switched off to see what it is worth, called as its option where it has one of its
  /// own. A new one is a line here.
  public static let features = [
    Feature("symmetry", off: ["symmetry": "false"]),
    Feature("outcome-weight", off: ["outcome-weight": "1"], formerly: "value-mix"),
    Feature("proven-labels", off: ["proven-labels": "false"]),
    Feature(
      "policy-surprise-weight", off: ["policy-surprise-weight": "0"], formerly: "surprise"),
    Feature("ema-decay", off: ["ema-decay": "0"], formerly: "averaging"),
    Feature("window-start", off: ["window-start": "0"], formerly: "growing-window"),
    Feature("reply-weight", off: ["reply-weight": "0"], formerly: "reply"),
    Feature("soft-policy-weight", off: ["soft-policy-weight": "0"], formerly: "soft-policy"),
    Feature("points", off: ["ownership-weight": "0", "score-weight": "0"]),
    Feature("opening-plies", off: ["opening-plies": "0"], formerly: "openings"),
    Feature("replay-ratio", off: ["replay-ratio": "1"], formerly: "reuse"),
    Feature(
      "full-search", off: ["full-search": "1"],
      on: ["full-search": "0.25", "fast-simulations": "12"], formerly: "playout-cap"),
    Feature("adjudicate", off: ["adjudicate": "false"], on: ["adjudicate": "true"]),
    Feature(
      "proof-nodes", off: ["proof-nodes": "0"], on: ["proof-nodes": "200"], formerly: "proofs"),
    Feature(
      "root-proof-nodes", off: ["root-proof-nodes": "0"], on: ["root-proof-nodes": "10000"],
      formerly: "root-proofs"),
    Feature("gumbel", off: ["search": "puct"], on: ["search": "gumbel"]),
    Feature("transpositions", off: ["transpositions": "false"], on: ["transpositions": "true"]),
  ]
}
