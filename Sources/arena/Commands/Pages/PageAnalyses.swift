import ArenaCore
import Catalog
import Evaluation
import Match
import Synchronization
import Training
import Web

/// Analyses of positions, as pages and reports show them.
final class PageAnalyses: Sendable {
  /// Simulations for a position that a page asks about, and for each of a report's games.
  private static let simulations = (page: 400, report: 96)

  private struct Known {
    let board: String
    var analyst: any GameAnalyst
  }

  /// The analyst that was asked last: of a game's next position the same one is asked.
  private let known = Mutex<Known?>(nil)

  /// What is known of the position behind some moves: by a network that comes with the program, where
  /// there is one, else by random games; exactly where a proof or the game's solver knows.
  ///
  /// - Throws: for moves that the rules do not allow.
  func analysis(
    of game: String, _ options: [String: String], after moves: [String]
  ) throws -> PageAnalysis {
    let entry = try Catalog.game(game)
    var session = try entry.session(options)
    for move in moves { try session.play(notation: move) }
    let board = session.gameName + " " + session.optionsText
    return try known.withLock { known in
      if known?.board != board {
        known = Known(board: board, analyst: try entry.analyst(nil, options))
      }
      guard let found = try known?.analyst.analyse(session, simulations: Self.simulations.page)
      else { return PageAnalysis() }
      return Self.page(found)
    }
  }

  /// What a run's best network says of every position of a game, and of those that it cannot
  /// search in the program's own analyst.
  ///
  /// - Throws: for a game that does not fit the rules, a network that cannot be read.
  static func analyses(of record: GameRecord, in run: RunFolder) throws -> [PageAnalysis] {
    let configuration = run.configuration
    let entry = try Catalog.game(configuration.environment)
    let options = configuration.environmentOptions
    let spec = try entry.player(
      ofRun: run.path, configuration, checkpoint: "best", simulations: nil)
    // Agents without a search tree have no analysis of their own.
    var analyst = try (try? entry.analyst(spec, options)) ?? entry.analyst(nil, options)
    let review = try GameReview(
      of: record, from: entry.session(options), by: &analyst, simulations: simulations.report)
    return review.positions.map(page)
  }

  /// Pages show everything from the first seat's view.
  private static func page(_ analysis: PositionAnalysis) -> PageAnalysis {
    let sign = analysis.turn == Seat.second.name ? -1.0 : 1
    var page = PageAnalysis()
    page.value = analysis.valueForFirst
    page.isProven = analysis.result != nil
    let visits = max(1, analysis.moves.reduce(0) { $0 + $1.visits })
    // More than a page draws need not be sent.
    page.moves = analysis.moves.prefix(12).map { found in
      var move = MoveAnalysis(found.move)
      move.share = Double(found.visits) / Double(visits)
      move.value = (found.result?.value ?? found.value).map { sign * $0 }
      move.isProven = found.result != nil
      return move
    }
    page.line = analysis.best?.line ?? []
    return page
  }
}
