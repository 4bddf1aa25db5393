import ArenaCore
import Catalog
import Match
import Web

/// What the match server's analysts find out about a position, as pages show it.
struct PageAnalyses: Sendable {
  /// Asked in this order.
  let analysts: [any SessionAnalyst]

  private static let simulations = 800
  private static let limit = Duration.seconds(2)

  /// - Throws: for moves that the rules do not allow, and a game that nobody analyses.
  func analysis(
    of game: String, _ options: [String: String], after moves: [String]
  ) throws -> PageAnalysis {
    var session = try Catalog.directory.session(game, options)
    for move in moves { try session.play(notation: move) }
    var page = PageAnalysis()
    guard let seat = session.turn else {
      page.value = session.outcome?.value(for: .first)
      page.isProven = true
      return page
    }
    guard let analyst = analysts.first(where: { $0.analyses(session) }) else {
      throw CommandFailure("nothing here analyses \(game)")
    }
    let found = try analyst.analyse(session, simulations: Self.simulations, limit: Self.limit)
    // Pages show everything from the first seat's view.
    let sign = seat == .first ? 1.0 : -1
    page.value = sign * (found.proof.map { Double($0.value) } ?? found.value)
    page.isProven = found.proof != nil
    let visits = max(1, found.candidates.reduce(0) { $0 + $1.visits })
    page.moves = found.candidates.map { candidate in
      var move = MoveAnalysis(session.notation(of: candidate.action))
      move.share = Double(candidate.visits) / Double(visits)
      move.value = candidate.value.map { sign * $0 }
      return move
    }
    // What is proven of the position holds of its best move.
    if page.isProven, !page.moves.isEmpty { page.moves[0].isProven = true }
    page.line = Self.notation(of: found.variation, from: session)
    return page
  }

  private static func notation(of actions: [Int], from session: any GameSession) -> [String] {
    var session = session
    var line: [String] = []
    for action in actions {
      let move = session.notation(of: action)
      guard (try? session.play(action)) != nil else { break }
      line.append(move)
    }
    return line
  }
}
