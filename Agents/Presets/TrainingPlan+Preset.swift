public import Training

/// What a plan leaves to the preset of its agent and task.
extension TrainingPlan {
  /// Fills in length, evaluations and target where none was given, and what is going to happen.
  ///
  /// - Parameter threshold: the mean return at which the task counts as solved; nil where it never
  ///   does.
  public mutating func complete(by preset: TaskPreset, threshold: Double?) {
    // A length that was asked for is kept to its end.
    if limit == nil { target = target ?? preset.target ?? threshold }
    let length = takeLength(of: preset)
    let ends = target.map { ", or until it reaches \(KnownReturns.text($0))" } ?? ""
    announcement = [
      "\(preset.task): \(KnownReturns.facts(of: preset.task, threshold: threshold))",
      "\(agent) trains for \(length)\(ends); settings: \(settings(over: preset))",
      "evaluated \(checkpoints ?? Self.defaultCheckpoints) times over \(preset.episodes) episodes "
        + "that it never trains on; the best is kept",
    ]
  }

  /// Fills in what was not given of a game's training by self-play, and what is going to happen.
  public mutating func complete(byGame preset: TaskPreset) {
    promotionGames = promotionGames ?? preset.promotionGames
    let length = takeLength(of: preset)
    announcement = [
      "\(preset.task): \(agent) learns from self-play for \(length); settings: "
        + settings(over: preset),
      "rated \(checkpoints ?? Self.defaultCheckpoints) times against fixed opponents; "
        + (promotionGames == 0 ? "the last is kept as the best" : "the best by matches is kept"),
    ]
  }

  /// Fills in the length, and the evaluations that go with it, where no length was given.
  private mutating func takeLength(of preset: TaskPreset) -> RunLimit {
    if limit == nil { checkpoints = checkpoints ?? preset.evaluations }
    let length = limit ?? .steps(preset.steps)
    limit = length
    return length
  }

  /// The options that differ from the agent's defaults: the preset's, then those given, which win.
  private func settings(over preset: TaskPreset) -> String {
    let settings =
      preset.settings.split(separator: " ").map(String.init).filter { word in
        !agentOptions.keys.contains { word.hasPrefix("\($0)=") }
      } + agentOptions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return settings.isEmpty ? "the agent's defaults" : settings.joined(separator: " ")
  }
}

extension AgentEntry {
  /// The agent with what is best known for a task as the defaults of its training.
  public func preset(for task: String) -> Self {
    learning == nil ? self : replacingDefaults(TaskPreset.of(task, name).options)
  }
}
