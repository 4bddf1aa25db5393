import ArenaCore

/// Which earlier selves a learner meets in self-play, besides the one that it is.
struct OpponentOptions: OptionGroup, Hashable {
  /// The most snapshots kept; 0 keeps none, and every game is played by the newest network alone.
  var count = 0
  /// The part of the games that is played against one of them.
  var share = 0.25
  var sampling = Sampling.uniform
  /// Steps from one snapshot to the next.
  var interval = 100_000

  /// How the snapshot for a game is drawn.
  enum Sampling: String, CaseIterable, Sendable {
    case uniform
    /// The rather, the less the learner scores against it. Source: Vinyals et al. 2019, prioritised
    /// fictitious self-play, with the weighting (1 - score)².
    case prioritised
  }

  static let fields: [OptionField<Self>] = [
    OptionField(
      "opponent-pool", \.count, 0...1000,
      "frozen networks of earlier in the run that are kept as opponents; 0 for none"),
    OptionField(
      "opponent-share", \.share, 0...1, "the part of the games that is played against one of them"),
    OptionField(
      "opponent-sampling", \.sampling, "how the one is drawn: evenly, or those that win more often"),
    OptionField(
      "opponent-interval", \.interval, 1...1_000_000_000, "steps from one of them to the next"),
  ]
}

extension [OptionSpec] {
  /// The options without those of opponents, which tasks do not have.
  func withoutOpponents(unless forGames: Bool) -> Self {
    let names = OpponentOptions.fields.map(\.name)
    return filter { forGames || !names.contains($0.name) }
  }
}
