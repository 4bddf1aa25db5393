import Catalog
import Environments

enum RolloutCommand: Command {
  static let name = "rollout"
  static let summary = "plays given actions in a task: one line of JSON for each step"
  static let usage = "TASK --seed N --actions FILE [--set KEY=VALUE ...]"
  static let flags = [
    Flag("seed", "N", default: "0", "seeds the first reset as Gymnasium does"),
    Flag("actions", "FILE", "one action a line, a continuous one as numbers; - is standard input"),
    Flag("set", "KEY=VALUE", repeats: true, "an option of the task; may be repeated"),
  ]
  static let printsResult = true
  static let details = """
    The reset prints {"observation": ...}, a step {"observation": ..., "reward": ...,
    "terminated": ..., "truncated": ...}; numbers read back to the same bits. After the end of an
    episode the next action is preceded by a reset without a seed and its line.
    """

  static func run(_ arguments: Arguments) throws {
    let name = try arguments.take("TASK")[0]
    let task = try Catalog.task(name)
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
}
