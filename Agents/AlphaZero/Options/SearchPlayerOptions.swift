public import ArenaCore
public import Search

/// How a player searches with a trained network.
public struct SearchPlayerOptions: OptionGroup {
  public var search = SearchOptions()
  public var simulations = 64
  public var variedPlies = 0
  /// The value below which it resigns; nil never.
  public var resignation: Double?
  public var usesSymmetries = false
  public var leavesPerBatch = 8
  public var treeNodes = 1_000_000

  public init() {}

  /// A player that searches as the run which trained its network did.
  public init(asIn run: SelfPlayOptions) {
    search.method = run.search.method
    search.mergesTranspositions = run.search.mergesTranspositions
    search.leafProofNodes = run.search.leafProofNodes
    search.rootProofNodes = run.search.rootProofNodes
    simulations = run.simulations
    resignation = run.resignation
  }

  public static let fields: [OptionField<Self>] =
    [
      OptionField(
        "simulations", \.simulations, 1...10_000_000,
        "simulations a move; a budget of the table comes before it")
    ] + SearchOptions.fields.of(\.search) + [
      OptionField(
        "cpuct", \.search.exploration, 0.01...100,
        "PUCT's constant: larger spreads the simulations over more actions"),
      OptionField(
        "varied-plies", \.variedPlies, 0...10_000,
        "plies at the start of a game whose moves are drawn by their visits, so that games differ"),
      Resignation.field(\.resignation),
      OptionField(
        "symmetries", \.usesSymmetries,
        "evaluate each position through all its symmetries: steadier, and as many times slower"),
      OptionField(
        "leaves", \.leavesPerBatch, 1...1024,
        "leaves of the tree that are evaluated in one batch"),
      OptionField(
        "nodes", \.treeNodes, 1000...100_000_000,
        "the most nodes of the tree, one for each legal action of a position searched: 24 bytes "
          + "each, 48 more once it was tried; a full tree ends its search"),
    ]
}
