import ArenaCore

enum CompletionCommand: Command {
  static let name = "completion"
  static let summary = "prints a script by which a shell completes commands, flags and names"
  static let usage = "bash|zsh|fish"
  static let flags: [Flag] = []
  static let printsResult = true
  static let details = """
    For this shell, or in its start-up file for all to come:

      source <(arena completion bash)
      source <(arena completion zsh)
      arena completion fish | source
    """

  static func run(_ arguments: Arguments) throws {
    let shell = try arguments.take("bash|zsh|fish")[0]
    let shells: [String: (CompletionTable) -> String] = [
      "bash": \.bash, "zsh": \.zsh, "fish": \.fish,
    ]
    guard let script = shells[shell] else {
      throw UsageError(
        "unknown shell '\(shell)': "
          + NearestWord.advice(
            for: shell, among: shells.keys.sorted(), introducing: "there are"))
    }
    print(script(CompletionTable(Arena.commands)))
  }
}
