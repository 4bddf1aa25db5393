import Agents
import ArenaCore
public import Match
public import Storage
public import Training

/// Games of files to learn from, before the game's type is known.
public struct ImportPlan: Sendable {
  /// Each with the name of its file.
  public var entries: [(source: String, entry: GameFile.Entry)]
  /// The folder to write.
  public var folder: String
  /// The share of games kept for validation.
  public var validation = 0.1
  /// Called with how many games were looked at, and how many there are.
  public var progress: @Sendable (Int, Int) -> Void = { _, _ in }

  public init(_ entries: [(source: String, entry: GameFile.Entry)], into folder: String) {
    self.entries = entries
    self.folder = folder
  }
}

/// What became of the games of an import.
public struct ImportReport: Sendable, Hashable {
  public var training = 0
  public var validation = 0
  /// Positions to train on.
  public var positions = 0
  /// Games left out because they have no result.
  public var unfinished = 0
  /// Games left out because they are of another game or board.
  public var others = 0
  /// Games left out because the rules forbid one of their moves, and what is wrong with the first.
  public var broken = 0
  public var firstBroken: String?
}

/// Recorded positions to write, before the game's type is known.
public struct ExportPlan: Sendable {
  public var run: RunFolder
  public var path: String
  public var format = ArrayFile.Format.npz
  /// Of the validation games rather than of those to train on.
  public var isOfValidation = false
  /// The most positions, the latest; nil writes all.
  public var limit: Int?
  /// Bytes written, and how many there will be.
  public var progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }

  public init(_ run: RunFolder, to path: String) {
    self.run = run
    self.path = path
  }
}

extension GameEvaluation {
  /// Writes the games of a plan that are of this board as a folder to learn from.
  ///
  /// - Throws: one line where not one is left; `StorageError`.
  public func importGames(
    _ plan: ImportPlan, in start: NamedWorld<Game>
  ) throws -> ImportReport {
    var report = ImportReport()
    var lines: [ImportedGames<Game>.Line] = []
    let session = Session(
      start.world, name: start.name, optionsText: start.options.description)
    for (index, (source, entry)) in plan.entries.enumerated() {
      plan.progress(index, plan.entries.count)
      guard isOfBoard(entry, start) else {
        report.others += 1
        continue
      }
      guard entry.record.isFinished else {
        report.unfinished += 1
        continue
      }
      do { lines.append(try line(of: entry, from: session)) } catch {
        report.broken += 1
        if report.firstBroken == nil { report.firstBroken = "\(source), \(error)" }
      }
    }
    guard !lines.isEmpty else {
      throw ImportError(
        description: "no game is left of \(plan.entries.count): \(report.others) of another board, "
          + "\(report.unfinished) without a result, \(report.broken) against the rules"
          + (report.firstBroken.map { " (\($0))" } ?? ""))
    }
    let games = ImportedGames(lines, from: start.world, validation: plan.validation)
    try StoredFile.createFolder(plan.folder)
    try games.write(
      to: plan.folder,
      ImportedGames<Game>.Origin(
        environment: start.name, options: start.options.description))
    (report.training, report.validation) = games.counts
    report.positions = games.positions
    return report
  }

  /// Whether a game began on this board. Komi and limits may differ: what was played may be learnt.
  private func isOfBoard(_ entry: GameFile.Entry, _ start: NamedWorld<Game>) -> Bool {
    let isGo = { (name: String) in name == "go" || name == "go-lite" }
    let name = entry.record.game
    guard name == start.name || name == Game.name || isGo(name) && isGo(start.name),
      let given = try? Options(entry.options, for: start.options.specs)
    else { return false }
    return Self.board(given) == Self.board(start.options)
  }

  /// What of the options makes the board.
  private static func board(_ options: Options) -> Set<Substring> {
    let names = ["columns", "rows", "size", "length", "opening"]
    return Set(
      options.description.split(separator: ",").filter { pair in
        names.contains { pair.hasPrefix($0 + "=") }
      })
  }

  private func line(
    of entry: GameFile.Entry, from start: Session<Game>
  ) throws -> ImportedGames<Game>.Line {
    var session = start
    let record = try entry.record(in: start)
    for (index, move) in record.moves.enumerated() {
      do { try session.play(notation: move) } catch {
        throw ImportError(description: "line \(entry.line): move \(index + 1): \(error)")
      }
    }
    let outcome = session.outcome ?? record.outcome
    return ImportedGames<Game>.Line(
      actions: session.actions, result: outcome.value(for: .first))
  }

  /// Writes the positions that a run recorded.
  ///
  /// - Returns: how many.
  public func exportPositions(
    _ plan: ExportPlan, in start: NamedWorld<Game>
  ) throws -> Int {
    let positions = try RecordedPositions(
      plan.run, from: start.world, plan.isOfValidation ? .validation : .training,
      limit: plan.limit)
    try ArrayFile(positions.columns)
      .write(to: plan.path, as: plan.format, progress: plan.progress)
    return positions.positionCount
  }
}

private struct ImportError: Error, CustomStringConvertible {
  let description: String
}
