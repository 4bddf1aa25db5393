import ArenaCore
public import Foundation
public import Match
import Storage
public import Training

/// Runs as one HTML file that needs nothing else: what was trained and how, the curves, mistakes,
/// calibration, sample games. It is drawn by the scripts of the pages, which the file holds together
/// with the data.
public struct RunReport: Sendable {
  /// About the program and the machine that write the report.
  public struct About: Sendable, Encodable {
    public var version: String
    /// Processor and cores.
    public var machine: String
    /// What the program's behaviour hashes to; nil where it was not computed.
    public var signature: String?
    /// As in ISO 8601.
    public var date: String

    public init(version: String, machine: String, signature: String? = nil, date: Date = .now) {
      self.version = version
      self.machine = machine
      self.signature = signature
      self.date = date.formatted(.iso8601)
    }
  }

  /// What the annotations of a run's games are asked for.
  public typealias Annotator =
    @Sendable (_ run: RunFolder, _ game: GameRecord) throws -> [PageAnalysis]

  private struct Content: Encodable {
    var about: About
    var runs: [Run] = []
  }

  private struct Run: Encodable {
    let command: String
    let details: RunDetails
    let games: [Sample]
  }

  private struct Sample: Encodable {
    let checkpoint: Int
    let game: ReplayedGame
  }

  private var data: Content

  /// The most sample games of a run.
  public static let gameLimit = 10

  /// - Parameters:
  ///   - paths: folders of runs.
  ///   - command: the call that trains such a run again.
  ///   - annotate: analyses every position of a game; nil leaves games as they are.
  ///   - progress: hears of each game before it is annotated: its number, and how many there are.
  /// - Throws: `RunError` for what is no run, `StorageError` for what cannot be read.
  public init(
    _ paths: [String], about: About, games directory: GameDirectory,
    command: (RunConfiguration) -> String, annotate: Annotator? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    data = Content(about: about)
    let folders = try paths.map { path throws(RunError) in try RunFolder(opening: path) }
    let chosen = folders.map { Self.sampleGames(of: $0, in: directory) }
    let total = chosen.reduce(0) { $0 + $1.count }
    var done = 0
    for (folder, samples) in zip(folders, chosen) {
      let metrics = try RunMetrics(contentsOf: folder.path + "/metrics.jsonl")
      let name = URL(filePath: folder.path).lastPathComponent
      var games: [Sample] = []
      for (checkpoint, record) in samples {
        done += 1
        progress(done, total)
        guard var game = try? ReplayedGame(record, in: directory) else { continue }
        game.analysis = try annotate?(folder, record)
        games.append(Sample(checkpoint: checkpoint, game: game))
      }
      data.runs.append(
        Run(
          command: command(folder.configuration),
          details: try RunDetails(folder, named: name, metrics), games: games))
    }
  }

  /// Sample games spread over the checkpoints, the later ones first: of each its first, then of
  /// each its second, and so on.
  private static func sampleGames(
    of folder: RunFolder, in directory: GameDirectory
  ) -> [(checkpoint: Int, record: GameRecord)] {
    let samples = SampleGames(of: folder)
    let all = samples.checkpoints
    // The last one, and others at even distances before it.
    let count = min(all.count, 5)
    let picked = (0..<count).map { all[all.count - 1 - $0 * all.count / max(1, count)] }
    let records = picked.map {
      (checkpoint: $0, records: (try? samples.records($0, in: directory)) ?? [])
    }
    var games: [(checkpoint: Int, record: GameRecord)] = []
    for round in 0..<(records.map(\.records.count).max() ?? 0) {
      for (checkpoint, records) in records where round < records.count && games.count < gameLimit {
        // The last games of a file are those against the strongest opponents.
        games.append((checkpoint, records[records.count - 1 - round]))
      }
    }
    return games.sorted { $0.checkpoint > $1.checkpoint }
  }

  /// The page.
  public var html: String {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    let parts = PageAssets.standalone
    // Within a script element only `</` could end it, and `<!--` begin a comment.
    let json = data.asJSONLine.replacing("<", with: "\\u003c")
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <title>Report</title>
      <style>\(parts.styles.map(text).joined(separator: "\n"))</style>
      </head>
      <body>
      <main id="main" tabindex="-1"></main>
      <div id="notices" class="notices" role="status" aria-live="polite"></div>
      <script type="application/json" id="data">\(json)</script>
      <script>\(parts.scripts.map(text).joined(separator: "\n"))</script>
      </body>
      </html>

      """
  }
}
