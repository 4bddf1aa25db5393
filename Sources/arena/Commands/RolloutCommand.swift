import Catalog
import Environments

enum RolloutCommand: Command {
  static let name = "rollout"
  static let summary = "plays given actions in a task: one line of JSON for each step"
  static let usage = "TASK --seed N --actions FILE [--set KEY=VALUE ...]"
  static let flags = [
    Flag("seed", "N", default: "0", "seeds the first reset as Gymnasium does"),
    Flag("actions", "FILE", "one action a line, a continuous one as numbers; - is standard input"),
    Flag("interactive", "answers each line as it comes: an action, reset [SEED] or spaces"),
    Flag("set", "KEY=VALUE", repeats: true, "an option of the task; may be repeated"),
  ]
  static let printsResult = true
  static let details = """
    With --interactive every line gets one line of JSON, {"error": ...} where it is wrong; spaces says
    what actions and observations there are. Tests/Python/arena.py makes a Gymnasium environment of it.

    The reset prints {"observation": ...}, a step {"observation": ..., "reward": ...,
    "terminated": ..., "truncated": ...}; numbers read back to the same bits. After the end of an
    episode the next action is preceded by a reset without a seed and its line.
    """

  static func run(_ arguments: Arguments) throws {
    let name = try arguments.take("TASK")[0]
    let task = try Catalog.task(name)
    if arguments.has("interactive") {
      try arguments.refuse("actions", because: "--interactive reads standard input")
      return try converse(task, arguments)
    }
    guard let path = try arguments.text("actions") else {
      throw UsageError("--actions is missing: which file holds the actions?")
    }
    let seed = try arguments.seed()
    let options = try arguments.pairs("set")
    let actions = try InputText.read(path)
    do {
      try task.playOut(actions, options, seed) { print($0) }
    } catch let error as ActionTextError {
      throw CommandFailure("\(path == "-" ? "standard input" : path): \(error)")
    }
  }

  private static func converse(_ task: TaskEntry, _ arguments: Arguments) throws {
    let answer = try task.converse(arguments.pairs("set"), arguments.seed())
    var lines = StandardLines()
    while let line = lines.next() { try StandardOutput.write((answer(line) + "\n").utf8) }
  }
}
