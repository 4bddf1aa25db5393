public import ArenaCore

/// Every setting of tree search with an evaluator; the default values are a plain AlphaZero search
/// with proven values.
public struct SearchOptions: Sendable, Hashable {
  /// How simulations are spread over actions.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Value plus prior-weighted exploration everywhere (Silver et al. 2018).
    case puct
    /// Sampling without replacement and sequential halving at the root, the improved policy below
    /// it (Danihelka et al. 2022). A search without a simulation limit uses `puct` at the root.
    case gumbel
  }

  public var method = Method.puct

  // MARK: Exploration

  /// PUCT's constant c at a node without visits; larger explores more.
  public var exploration: Float = 1.25
  /// How much c grows with the node's visits N: by growth * ln((N + base + 1) / base). 0 keeps it.
  public var explorationGrowth: Float = 1
  /// The `base` of that growth.
  public var explorationBase: Float = 19_652
  /// First-play urgency below the root: an action without visits counts as the node's own value
  /// less this times the square root of the prior mass already visited.
  public var firstPlayReduction: Float = 0.25
  /// The same at the root, where 0 lets every action be tried sooner.
  public var rootFirstPlayReduction: Float = 0

  // MARK: Root noise (only in searches begun with noise)

  /// The share of Dirichlet noise in the root's priors, 0 ... 1; 0 turns it off.
  public var noiseWeight: Float = 0.25
  /// The sum of the Dirichlet concentrations: each of n legal actions gets this / n.
  public var noiseConcentration: Float = 10.83
  /// Flattens the root's priors to prior^(1 / temperature) before noise; 1 leaves them.
  public var rootPriorTemperature: Float = 1
  /// Forced playouts at the root: a visited action gets at least sqrt(this * prior * visits), and
  /// what it got for that alone is taken out of the policy target (Wu 2019 uses 2). 0 turns it off.
  public var forcedPlayouts: Float = 0

  // MARK: Gumbel

  /// How many actions sequential halving starts with.
  public var gumbelActions = 16
  /// Scales the root's Gumbel noise in searches begun with noise; others use none.
  public var gumbelScale: Float = 1
  /// Values weigh (this + most visits of an action) * `gumbelValueScale` against logits.
  public var gumbelVisitOffset: Float = 50
  /// The weight of values, which are mapped to 0 ... 1 for it, against logits.
  public var gumbelValueScale: Float = 0.5

  // MARK: Proven values

  /// Whether wins, losses and draws found at leaves travel up, prune and steer play.
  public var solves = true
  /// The most positions that a look ahead at the root may take to prove its result, and as many
  /// again for each of its actions where it does: a root proven so needs no search. 0 is off.
  public var rootProofNodes = 0
  /// The same at each leaf before it is evaluated; whoever makes the evaluator reads it. 0 is off.
  public var leafProofNodes = 0

  // MARK: Transpositions

  /// Whether lines that lead to the same position share what is found out about it; see
  /// `SearchTree`. Small games are solved with fewer evaluations, but play at equal simulations was
  /// not measured to be stronger, so it is off. A change forgets the tree.
  public var mergesTranspositions = false

  // MARK: Running

  /// What a leaf still under evaluation counts as for the seat that chose it, as losses; it matters
  /// only when several leaves of one tree are evaluated together.
  public var virtualLoss: Float = 1
  /// How random the choice of the move is.
  public var temperature = TemperatureSchedule.greedy

  public init() {}
}

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
