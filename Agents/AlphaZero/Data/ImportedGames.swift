public import ArenaCore
import NeuralCore
import Training

/// Finished games of others as positions to learn from: each move played is the policy, and the
/// result is the value.
///
/// In a folder: `games.safetensors`, the games to train on and those kept for validation, which
/// training never sees.
public struct ImportedGames<Game: BoardGame>: Sendable {
  /// One game from the start position: its actions, and its result from the first seat's view.
  public struct Line: Sendable, Hashable {
    public var actions: [Int]
    public var result: Double

    public init(actions: [Int], result: Double) {
      self.actions = actions
      self.result = result
    }
  }

  /// What a folder's games are of, for messages.
  public struct Origin: Sendable, Hashable {
    public var environment: String
    /// Options as `name=value,...`.
    public var options: String

    public init(environment: String, options: String) {
      self.environment = environment
      self.options = options
    }
  }

  var training: [RecordedGame] = []
  var validation: [RecordedGame] = []

  /// Splits games evenly: of every so many one is kept for validation.
  ///
  /// - Parameter share: of the games, 0 ... 0.5.
  public init(_ lines: [Line], from start: Game, validation share: Double) {
    for (index, line) in lines.enumerated() {
      let game = Self.record(line, from: start)
      // As many as the share asks for, spread over the file.
      let isKept = Int(Double(index + 1) * share) > Int(Double(index) * share)
      if isKept { validation.append(game) } else { training.append(game) }
    }
  }

  public var counts: (training: Int, validation: Int) { (training.count, validation.count) }
  /// Positions to train on.
  public var positions: Int { training.reduce(0) { $0 + $1.decisions.count } }

  private static func record(_ line: Line, from start: Game) -> RecordedGame {
    var game = start
    var decisions: [RecordedGame.Decision] = []
    for (ply, action) in line.actions.enumerated() {
      let value = game.turn == .second ? -line.result : line.result
      decisions.append(
        RecordedGame.Decision(
          ply: ply, value: Float(value), actions: [UInt16(action)], probabilities: [1]))
      game.play(action)
    }
    return RecordedGame(
      actions: line.actions.map { UInt16($0) }, decisions: decisions, result: Float(line.result))
  }

  // MARK: Files

  private static func path(_ folder: String) -> String { folder + "/games.safetensors" }

  public func write(to folder: String, _ origin: Origin) throws {
    var archive = Safetensors()
    archive.metadata = ["environment": origin.environment, "options": origin.options]
    RecordedGame.save(training.map(PackedGame.init), as: "training.", to: &archive)
    RecordedGame.save(validation.map(PackedGame.init), as: "validation.", to: &archive)
    try archive.write(to: Self.path(folder))
  }

  /// - Throws: one line about a folder without games, or whose games are no games from `start`.
  init(contentsOf folder: String, from start: Game) throws {
    let archive = try Safetensors(contentsOf: Self.path(folder))
    do {
      training = try RecordedGame.restore(as: "training.", from: archive, start: start)
      validation = try RecordedGame.restore(as: "validation.", from: archive, start: start)
    } catch {
      let origin = [archive.metadata["environment"], archive.metadata["options"]]
        .compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " with ")
      throw RunError.mismatch("\(Self.path(folder)) holds games of \(origin), not of this board")
    }
  }
}
