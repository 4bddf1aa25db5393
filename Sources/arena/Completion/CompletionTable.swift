import ArenaCore
import Catalog
import Training

/// What can be completed, from the same descriptions as `--help`.
struct CompletionTable {
  struct Row {
    let name: String
    let summary: String
    let flags: [Flag]
    /// What its words without a flag may be; empty where they are files or anything.
    let words: [String]
  }

  let rows: [Row]

  init(_ commands: [any Command.Type]) {
    rows = commands.map { command in
      Row(
        name: command.name, summary: command.summary, flags: command.flags,
        words: Self.words(of: command.usage))
    }
  }

  /// What a usage names first: games, tasks or the words between bars; none for a file.
  private static func words(of usage: String) -> [String] {
    var words: [String] = []
    for form in usage.split(separator: " | ") {
      let first = form.prefix { $0 != " " }.filter { $0 != "[" && $0 != "]" }
      for name in first.split(separator: "|").map(String.init) {
        words += values(of: name) ?? (name.allSatisfy { $0.isLowercase } ? [name] : [])
      }
    }
    return words
  }

  /// The values that stand behind a word in capitals; nil where they are no fixed ones.
  static func values(of word: String) -> [String]? {
    switch word {
    case "GAME": Catalog.games.map(\.name)
    case "TASK": Catalog.tasks.map(\.name)
    case "AREA": BenchCommand.areaNames
    case "AGENT": learners
    case "SEAT": Seat.allCases.map(\.name)
    case "SPEC": agents
    default: nil
    }
  }

  /// Whether a flag's value is a file or a folder.
  static func isPath(_ value: String) -> Bool {
    ["FILE", "FOLDER", "OUT", "RUN", "DIR", "JOURNAL", "FILE.gz"].contains(value)
  }

  private static var agents: [String] { names { _ in true } }
  private static var learners: [String] { names { $0.learningOptions != nil } }

  private static func names(_ isWanted: (AgentDescription) -> Bool) -> [String] {
    var names: [String] = []
    for agent in Catalog.games.flatMap(\.agents) + Catalog.tasks.flatMap(\.agents)
    where isWanted(agent) && !names.contains(agent.name) { names.append(agent.name) }
    return names
  }
}
