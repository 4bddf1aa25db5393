/// What a vector of environments does with one whose episode has ended.
public enum AutoresetMode: String, Sendable, Hashable, CaseIterable {
  /// The next step resets it: that step ignores its action and pays 0.
  case nextStep = "NEXT_STEP"
  /// The step that ends the episode resets it: it shows the new episode's observation, and the last
  /// one apart from it.
  case sameStep = "SAME_STEP"
  /// Nothing: the caller resets it before the next step.
  case disabled = "DISABLED"
}
