/// What went wrong with a program that speaks GTP: what it did, as one line that follows the words
/// "the program".
enum GTPError: Error, Hashable, CustomStringConvertible {
  /// The system would not start a shell for it.
  case notStarted(String)
  case ended(status: String, asked: String)
  case silent(asked: String, limit: Duration)
  /// It answered with an error of its own.
  case refused(asked: String, answer: String)
  case unreadable(asked: String, answer: String)
  case illegalMove(String)

  var description: String {
    switch self {
    case .notStarted(let reason): "could not be started: \(reason)"
    case .ended(let status, let asked): "ended (\(status)) before it answered '\(asked)'"
    case .silent(let asked, let limit): "did not answer '\(asked)' within \(Self.text(limit))"
    case .refused(let asked, let answer): "refused '\(asked)': \(Self.line(answer))"
    case .unreadable(let asked, let answer):
      "answered '\(asked)' with '\(Self.line(answer))', which is no move"
    case .illegalMove(let move): "made the illegal move \(move)"
    }
  }

  /// Whether there is no use in asking the program anything more.
  var isFatal: Bool {
    switch self {
    case .notStarted, .ended, .silent: true
    case .refused, .unreadable, .illegalMove: false
    }
  }

  /// Seconds with as many decimals as they need, three at most: `60.0 seconds`, `4.75 seconds`.
  private static func text(_ time: Duration) -> String {
    "\(Duration.milliseconds((time / .milliseconds(1)).rounded()))"
  }

  /// The beginning of an answer, which may be long and of several lines.
  private static func line(_ answer: String) -> String {
    String(answer.prefix(100)).replacing("\n", with: " ")
  }
}
