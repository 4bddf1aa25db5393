public import ArenaCore

/// Why no player can be made of a program and a game, in one line for the user.
public enum GTPRefusal: CallError, Hashable, CustomStringConvertible {
  case noCommand
  case notSquare(columns: Int, rows: Int)
  case unfit(command: String, reason: String)

  /// A program that does not start or does not speak GTP is no fault of the call.
  public var isWrongCall: Bool {
    if case .unfit = self { false } else { true }
  }

  public var description: String {
    switch self {
    case .noCommand:
      "gtp: option command is missing: give it the command that starts a program"
    case .notSquare(let columns, let rows):
      "gtp: programs play on square boards only, not on \(columns) by \(rows)"
    case .unfit(let command, let reason): "gtp: the program '\(command)' \(reason)"
    }
  }
}
