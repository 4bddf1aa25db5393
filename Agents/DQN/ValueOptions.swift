import ArenaCore

/// What a value network learns of the return of an action.
struct ValueOptions: OptionGroup, Hashable {
  var isDueling = false
  var distribution = ValueNetwork.Distribution.none
  var atoms = 51
  var quantiles = 32
  /// The returns of the first and of the last atom.
  var lowest = -10.0
  var highest = 10.0

  static let fields: [OptionField<Self>] = [
    OptionField("dueling", \.isDueling, "separate streams for value and advantage"),
    OptionField(
      "distribution", \.distribution,
      "what is learnt of a return: its mean, the probability of each of some (C51), its quantiles"),
    OptionField("atoms", \.atoms, 2...1001, "returns that C51 tells apart"),
    OptionField("quantiles", \.quantiles, 1...1001, "quantiles that are learnt"),
    OptionField("v-min", \.lowest, -1e6...1e6, "the lowest return that C51 knows"),
    OptionField("v-max", \.highest, -1e6...1e6, "the highest return that C51 knows"),
  ]

  /// Numbers that the network gives for each action.
  var width: Int {
    switch distribution {
    case .none: 1
    case .categorical: atoms
    case .quantile: quantiles
    }
  }
}
