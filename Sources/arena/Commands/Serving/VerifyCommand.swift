import Catalog
import Server

enum VerifyCommand: Command {
  static let name = "verify"
  static let summary = "plays all games of a match server's journal again and says what is wrong"
  static let usage = "JOURNAL [--repair]"
  static let flags = [
    Flag("repair", "cuts off what cannot be kept; the files as they were stay as FILE.damaged")
  ]
  static let details = """
    JOURNAL is what --journal of arena serve was given, a file or a folder; no server may be using it.
    The status is 1 when something is wrong and was not repaired.
    """

  static func run(_ arguments: Arguments) throws {
    let path = try arguments.take("JOURNAL")[0]
    let check = try JournalCheck(path, games: Catalog.directory)
    for finding in check.findings { say(finding) }
    say("\(path): \(check.summary)")
    guard !check.findings.isEmpty else { return }
    guard arguments.has("repair") else {
      throw CommandFailure(
        check.canRepair ? "\(path) needs --repair" : "\(path) has faults that cannot be cut off")
    }
    guard check.canRepair else {
      throw CommandFailure("\(path) has faults that cannot be cut off")
    }
    try check.repair()
    say("\(path) was repaired; the old files are beside it as .damaged")
  }
}
