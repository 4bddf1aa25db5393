import ArenaCore

/// How experience is gathered and how much of it a gradient step sees: what every learner that acts
/// in environments side by side is set by.
struct ExperienceOptions: OptionGroup {
  /// Environments played side by side.
  var environments = 8
  /// Random plies that a game of self-play may start with.
  var openingPlies = 0
  var batchSize = 64
  var discount = 0.99

  static let fields: [OptionField<Self>] = [
    OptionField(
      "num-envs", \.environments, 1...4096, "environments played side by side", formerly: "lanes"),
    OptionField(
      "opening-plies", \.openingPlies, 0...10_000,
      "random moves that a game of self-play may start with"),
    OptionField(
      "batch", \.batchSize, 1...1_000_000,
      "steps that a gradient step learns from, at most as many as there are"),
    OptionField("discount", \.discount, 0...1, "what the future counts for, a step"),
  ]
}
