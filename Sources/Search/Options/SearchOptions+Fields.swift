import ArenaCore

/// What self-play and players have in common of how they search.
extension SearchOptions: OptionGroup {
  public static let fields: [OptionField<Self>] = [
    OptionField("search", \.method, "how simulations are spread over actions"),
    OptionField(
      "transpositions", \.mergesTranspositions,
      "whether lines that lead to the same position share what is found out about it"),
    OptionField(
      "proof-nodes", \.leafProofNodes, 0...1_000_000,
      "most positions that a look ahead at each leaf may take to prove its result; 0 is off"),
    OptionField(
      "root-proof-nodes", \.rootProofNodes, 0...100_000_000,
      "the same at the root and, where that is proven, at each of its actions; 0 is off"),
  ]
}
