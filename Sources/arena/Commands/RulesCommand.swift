import Catalog
import Match

enum RulesCommand: Command {
  static let name = "rules"
  static let summary = "judges a game by its rules: commands in, one line of JSON out for each"
  static let usage = "GAME [--size N] [--set KEY=VALUE ...]"
  static let flags = Flag.settings
  static let printsResult = true
  static let details = """
    One command a line on standard input:
      play MOVE   undo   legal   actions   show   reset
    A state answer holds ply, turn ("first", "second" or null), over, result (null, or
    {"first":1,"second":-1,"reason":"..."}) and last; legal answers {"legal":[...]} in order of
    action index, actions {"actions":[...]}, the notation of all; show adds board. A bad command or an illegal move answers {"error":"..."} and
    changes nothing.
    """

  static func run(_ arguments: Arguments) throws {
    let game = try arguments.take("GAME")[0]
    let session = try Catalog.game(game).session(arguments.settings())
    try StandardInput.answerLines(with: RulesConsole(session))
  }
}
