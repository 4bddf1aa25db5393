import ArenaCore

/// How the program ends, for scripts.
enum ExitStatus: Int32 {
  /// The call was right, and something failed.
  case failure = 1
  /// The call was wrong.
  case wrongCall = 2
  /// Ctrl-C or `kill` came before the work was finished: 128 + SIGINT, as shells have it.
  case interrupted = 130

  init(after error: any Error) {
    self =
      switch error {
      case is Interruption: .interrupted
      case let error as any CallError where error.isWrongCall: .wrongCall
      default: .failure
      }
  }
}

/// What failed though the call was right, in one line.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
