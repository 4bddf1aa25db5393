import ArenaCore
import Benchmarks
import Catalog
import Foundation
import Glibc
import Match
import Storage
import Training
import Web

enum ReportCommand: Command {
  static let name = "report"
  static let summary = "writes one HTML file about training runs: curves, mistakes, sample games"
  static let usage = "RUN... [--out FILE] [--signature]"
  static let flags = [
    Flag("out", "FILE", default: "report.html", "where the report goes"),
    Flag("signature", "computes the hash of the program's behaviour too, in some seconds"),
  ]
  static let printsResult = true
  static let details = """
      arena report runs/first
      arena report runs/first runs/second --out compared.html

    Several runs are compared, at equal games, training time or steps. The file needs no other one.
    """

  static func run(_ arguments: Arguments) throws {
    guard !arguments.words.isEmpty else {
      throw UsageError("RUN is missing: arena report \(usage)")
    }
    if let twice = arguments.words.first(where: { word in
      arguments.words.count { $0 == word } > 1
    }) {
      throw UsageError("\(twice) is given twice")
    }
    for path in arguments.words where access(path + "/tournament.conf", F_OK) == 0 {
      throw UsageError("\(path) is a tournament: its page is \(path)/report.html")
    }
    let path = try arguments.text("out")!
    try DurableFile.prepare(path)
    var about = RunReport.About(version: Release.version, machine: NeuralBenchmark.processorName)
    if arguments.has("signature") {
      let signature = try Signature.compute()
      about.signature = "play \(signature.playText), learning \(signature.learningText)"
    }
    let progress = ProgressBar("annotating games")
    let report = try RunReport(
      arguments.words, about: about, games: Catalog.directory, command: command,
      annotate: { run, game in try PageAnalyses.analyses(of: game, in: run) },
      progress: { progress.show($0 - 1, of: $1) })
    progress.clear()
    try DurableFile.write(Data(report.html.utf8), to: path)
    StandardOutput.say(path, of: path)
  }

  /// The call that trains a run like this: options are named where they are not the default ones.
  private static func command(_ run: RunConfiguration) -> String {
    let agents =
      Catalog.games.first { $0.name == run.environment }?.agents
      ?? Catalog.tasks.first { $0.name == run.environment }?.agents ?? []
    let options = agents.first { $0.name == run.agent }?.learningOptions ?? []
    let defaults = Dictionary(
      options.map { ($0.name, $0.defaultText) }, uniquingKeysWith: { first, _ in first })
    var words = ["arena", "train", run.environment, "--agent", run.agent, "--seed", "\(run.seed)"]
    for (name, value) in run.environmentOptions.sorted(by: { $0.key < $1.key }) {
      words += ["--set", "\(name)=\(value)"]
    }
    for (name, value) in run.agentOptions.sorted(by: { $0.key < $1.key })
    where defaults[name] != value {
      words += ["--option", "\(name)=\(value)"]
    }
    return words.joined(separator: " ")
  }
}
