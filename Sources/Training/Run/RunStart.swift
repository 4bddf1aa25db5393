/// What a session of a run begins from.
public enum RunStart: Sendable, Hashable {
  /// The state that the last session saved; in a new folder, nothing.
  case savedState
  /// The state saved before the last one.
  case previousState
  /// The weights of a checkpoint, named as for players, and nothing else of what was learnt: a fresh
  /// optimiser and an empty replay window.
  case checkpoint(String)
  /// Nothing: what the folder holds is set aside.
  case nothing
}
