import ArenaCore
import Glibc
import NeuralCore

/// The command-line program: finds the command, runs it, reports its error in one line.
@main
enum Arena {
  static var commands: [any Command.Type] {
    [
      QuickstartCommand.self, ListCommand.self, PlayCommand.self, TrainCommand.self,
      TournamentCommand.self, LadderCommand.self, RatingsCommand.self, SprtCommand.self,
      TuneCommand.self, SearchCommand.self, ServeCommand.self,
      VerifyCommand.self, JoinCommand.self, RulesCommand.self,
      RolloutCommand.self, EvaluateCommand.self, ModelsCommand.self, AblateCommand.self,
      BenchCommand.self, ReportCommand.self,
      NetCommand.self, AnalyseCommand.self, WatchCommand.self, GTPCommand.self, DataCommand.self,
      CompletionCommand.self,
    ]
  }

  static func main() {
    // Threads work above BLAS, never inside it.
    BLAS.useOneThread()
    // A reader that closes early (`arena list | head -1`) ends the program quietly.
    signal(SIGPIPE, SIG_DFL)
    // A file past the shell's limit is one that cannot be written, like one on a full disk.
    signal(SIGXFSZ, SIG_IGN)
    occupyStandardDescriptors()
    let words = Array(CommandLine.arguments.dropFirst())
    var speaker = "arena"
    do {
      guard let name = words.first, !["help", "--help", "-h"].contains(name) else {
        return try showHelp(words.dropFirst())
      }
      if ["version", "--version"].contains(name) {
        guard words.count == 1 else { throw UsageError("'\(words[1])' is too much after \(name)") }
        print("arena \(Release.version)")
        return try StandardOutput.finish()
      }
      let command = try command(name)
      if words.contains("--help") || words.contains("-h") {
        print(command.help)
        return try StandardOutput.finish()
      }
      speaker = "arena \(name)"
      try command.run(Arguments(words.dropFirst(), for: command))
      if command.printsResult { try StandardOutput.finish() }
    } catch {
      fail("\(speaker): \(error)", ExitStatus(after: error))
    }
  }

  /// Puts something that cannot be used in place of closed standard input, output and error: the next
  /// file to be opened would take the place, and get the messages.
  private static func occupyStandardDescriptors() {
    for (descriptor, mode) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ] where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number, and so this one.
      _ = open("/dev/null", mode)
    }
  }

  private static func command(_ name: String) throws(UsageError) -> any Command.Type {
    guard let command = commands.first(where: { $0.name == name }) else {
      let names = commands.map { $0.name }
      throw UsageError(
        "unknown command '\(name)': "
          + NearestWord.advice(for: name, among: names, introducing: "the commands are"))
    }
    return command
  }

  /// `arena help` and `arena help COMMAND`.
  private static func showHelp(_ words: some Collection<String>) throws {
    guard words.count <= 1 else {
      throw UsageError("help takes one command: arena help COMMAND")
    }
    print(try words.first.map { try command($0).help } ?? help)
    try StandardOutput.finish()
  }

  private static var help: String {
    let list = Text.table(commands.map { ["  arena \($0.name)", $0.summary] }, left: [0, 1])
    return """
      Arena: board games and control tasks, agents that learn them, matches over TCP, ratings.

      \(list.joined(separator: "\n"))

      arena COMMAND --help, or arena help COMMAND, says more; arena --version prints the version.
      Exit status: 0 done, 1 failed, 2 wrong call, 130 stopped by Ctrl-C before it was done.
      """
  }

  /// Prints one line on standard error and ends the program.
  private static func fail(_ message: String, _ status: ExitStatus) -> Never {
    // Names and files from outside may hold anything.
    let line = String(
      String.UnicodeScalarView(
        message.unicodeScalars.map { scalar in
          guard scalar.properties.generalCategory == .control else { return scalar }
          return scalar == "\n" ? " " : "?"
        }))
    // Without a reader the message is lost, and not the status.
    signal(SIGPIPE, SIG_IGN)
    StandardError.write(line + "\n")
    exit(status.rawValue)
  }
}
