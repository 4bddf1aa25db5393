public import ArenaCore

/// What was wrong with a run folder or a checkpoint, in one line for the user.
public enum RunError: CallError, Hashable, CustomStringConvertible {
  /// There is no such folder, or it holds no run.
  case noRun(path: String, reason: String)
  /// The folder's files cannot be read.
  case unreadable(path: String, reason: String)
  /// The folder holds another run than the one asked for.
  case different(path: String, reason: String)
  /// Another process is training in the folder.
  case busy(path: String)
  /// There is no checkpoint of that name.
  case noCheckpoint(path: String, wanted: String, available: String)
  /// A saved state does not fit the learner that reads it.
  case mismatch(String)
  /// There is no state to go on from, or it is damaged; `ways` to go on all the same.
  case stateLost(path: String, reason: String, ways: String)
  /// The environment gave a reward that is no finite number; the last state saved stays.
  case lostReward(path: String, LostReward)
  /// Training lost its numbers; the last state saved stays.
  case diverged(path: String, what: String, step: Int, advice: String)

  /// A run or a checkpoint that is not there, or one of other settings, was asked for.
  public var isWrongCall: Bool {
    switch self {
    case .noRun, .different, .noCheckpoint: true
    default: false
    }
  }

  public var description: String {
    switch self {
    case .noRun(let path, let reason), .unreadable(let path, let reason):
      "cannot read the run \(path): \(reason)"
    case .different(let path, let reason): "\(path) holds another run: \(reason)"
    case .busy(let path): "another process is training in \(path)"
    case .noCheckpoint(let path, let wanted, let available):
      "the run \(path) has no checkpoint '\(wanted)': there are \(available)"
    case .mismatch(let text): "the saved state does not fit: \(text)"
    case .stateLost(let path, let reason, let ways):
      "cannot go on with \(path): \(reason): \(ways)"
    case .lostReward(let path, let lost):
      "\(path) stopped: the reward of step \(Text.grouped(lost.step)) is \(lost.reward), but must be "
        + "a finite number: mend the environment; what was saved before stays"
    case .diverged(let path, let what, let step, let advice):
      "\(path) diverged: \(what) no finite numbers since step \(Text.grouped(step)): \(advice)"
    }
  }
}
