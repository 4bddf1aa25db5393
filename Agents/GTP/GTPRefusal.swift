/// Why no player can be made of a program and a game, in one line for the user.
public enum GTPRefusal: Error, Hashable, CustomStringConvertible {
  case noCommand
  case notSquare(columns: Int, rows: Int)
  case unfit(command: String, reason: String)

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
