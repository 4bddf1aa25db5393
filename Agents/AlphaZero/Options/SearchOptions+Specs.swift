import ArenaCore
import Search

/// What self-play and players have in common of how they search.
extension SearchOptions {
  static let specs = [
    OptionSpec(
      "search", .choice(Method.allCases.map(\.rawValue)), standard: Method.puct.rawValue,
      "how simulations are spread over actions"),
    OptionSpec(
      "transpositions", .flag, standard: "false",
      "whether lines that lead to the same position share what is found out about it"),
    OptionSpec(
      "proof-nodes", .integer(0...1_000_000), standard: "0",
      "most positions that a look ahead at each leaf may take to prove its result; 0 is off"),
    OptionSpec(
      "root-proof-nodes", .integer(0...100_000_000), standard: "0",
      "the same at the root and, where that is proven, at each of its actions; 0 is off"),
  ]

  /// A search as `specs` say; `proof-nodes` is for the evaluator.
  init(_ options: Options) {
    self.init()
    method = Method(rawValue: options.text("search")) ?? .puct
    mergesTranspositions = options.flag("transpositions")
    rootProofNodes = options.integer("root-proof-nodes")
  }
}
