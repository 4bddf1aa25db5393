import ArenaCore

/// A line of a file of actions that is not an action.
public struct ActionTextError: Error, Hashable, CustomStringConvertible {
  /// What is wrong with it.
  public enum Reason: Error, Hashable, Sendable {
    case empty
    case notANumber(String)
    case outOfRange(String)
    case count(Int, expected: Int)
  }

  /// The line's number, from 1.
  public let line: Int
  public let reason: Reason
  /// What it should be, in words.
  public let allowed: String

  public var description: String {
    let problem =
      switch reason {
      case .empty: "the line is empty"
      case .notANumber(let word): "\(OneLine.quoting(word)) is not a finite number of that kind"
      case .outOfRange(let word): "\(OneLine.quoting(word)) is not an action"
      case .count(let count, let expected): "\(count) words where there should be \(expected)"
      }
    return "line \(line): \(problem); an action is \(allowed)"
  }

  /// Converts the words of each line; an end of line at the end of the text starts no further line.
  static func map<Action>(
    linesOf text: String, allowed: String, _ convert: ([String]) -> Result<Action, Reason>
  ) throws(ActionTextError) -> [Action] {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if lines.last?.isEmpty == true { lines.removeLast() }
    var actions: [Action] = []
    actions.reserveCapacity(lines.count)
    for (index, line) in lines.enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      switch words.isEmpty ? .failure(.empty) : convert(words) {
      case .success(let action): actions.append(action)
      case .failure(let reason):
        throw ActionTextError(line: index + 1, reason: reason, allowed: allowed)
      }
    }
    return actions
  }
}
