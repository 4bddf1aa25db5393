import Foundation
import Glibc
import NeuralCore

/// The command-line program: finds the command, runs it, reports its error in one line.
@main
enum Arena {
  static var commands: [any Command.Type] {
    [
      QuickstartCommand.self, ListCommand.self, PlayCommand.self, TrainCommand.self,
      TournamentCommand.self, ServeCommand.self, JoinCommand.self, RulesCommand.self,
      RolloutCommand.self, EvaluateCommand.self, ModelsCommand.self, AblateCommand.self,
      BenchCommand.self,
      NetCommand.self,
    ]
  }

  static func main() {
    // Threads work above BLAS, never inside it.
    BLAS.useOneThread()
    // A reader that closes early (`arena list | head -1`) ends the program quietly.
    signal(SIGPIPE, SIG_DFL)
    let words = Array(CommandLine.arguments.dropFirst())
    guard let name = words.first, name != "--help", name != "-h", name != "help" else {
      print(help)
      return
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      let names = commands.map { $0.name }.joined(separator: ", ")
      fail("unknown command '\(name)': the commands are \(names)")
    }
    if words.contains("--help") || words.contains("-h") {
      print(command.help)
      return
    }
    do {
      try command.run(Arguments(words.dropFirst(), for: command))
    } catch {
      fail("arena \(name): \(error)")
    }
  }

  private static var help: String {
    let width = commands.map { $0.name.count }.max()!
    let list = commands.map { command in
      let padding = String(repeating: " ", count: width - command.name.count)
      return "  arena \(command.name)\(padding)  \(command.summary)"
    }
    return """
      Arena: board games and control tasks, agents that learn them, matches over TCP, ratings.

      \(list.joined(separator: "\n"))

      arena COMMAND --help tells more.
      """
  }

  /// One line on standard error, exit status 2.
  private static func fail(_ message: String) -> Never {
    let line = message.replacing("\n", with: " ")
    FileHandle.standardError.write(Data((line + "\n").utf8))
    exit(2)
  }
}
