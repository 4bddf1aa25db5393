import ArenaCore
import Catalog
import Training

enum ListCommand: Command {
  static let name = "list"
  static let summary = "lists the games and tasks, or the options and agents of one"
  static let usage = "[GAME|TASK]"
  static let flags: [Flag] = []
  static let printsResult = true

  static func run(_ arguments: Arguments) throws {
    if arguments.words.isEmpty {
      print("games")
      list(Catalog.games.map { ($0.name, $0.summary) })
      print("\ntasks")
      list(Catalog.tasks.map { ($0.name, $0.summary) })
      print("\narena list NAME tells the options of one and the agents that play it.")
      return
    }
    let name = try arguments.take("GAME|TASK")[0]
    if let game = Catalog.games.first(where: { $0.name == name }) {
      describe(game.summary, game.options, game.agents)
    } else {
      // Unknown names are looked for among games and tasks.
      let task = try Catalog.task(name)
      describe(task.summary, task.options, task.agents)
    }
  }

  private static func describe(
    _ summary: String, _ options: [OptionSpec], _ agents: [AgentDescription]
  ) {
    print(summary)
    if !options.isEmpty {
      print("\noptions (--set key=value)")
      list(options.map(line))
    }
    print("\nagents (key=value in a player spec; --option key=value in training)")
    for agent in agents {
      list([(agent.name, agent.summary)])
      list(agent.playerOptions.map { line($0) }, indent: 4)
      if let learning = agent.learningOptions {
        print("    training:")
        list(learning.map { line($0) }, indent: 6)
        if !agent.features.isEmpty {
          print(
            "    features (arena ablate): \(agent.features.map(\.name).joined(separator: ", "))")
        }
      }
    }
  }

  private static func line(_ option: OptionSpec) -> (String, String) {
    let byDefault = option.defaultText.isEmpty ? "none" : option.defaultText
    return (option.name, "\(option.summary): \(option.allowed) (default: \(byDefault))")
  }

  private static func list(_ rows: [(name: String, text: String)], indent: Int = 2) {
    let margin = String(repeating: " ", count: indent)
    for line in Text.table(rows.map { [margin + $0.name, $0.text] }, left: [0, 1]) { print(line) }
  }
}
