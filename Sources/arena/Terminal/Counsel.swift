import ArenaCore
import Evaluation
import Match

/// Advice to a person at play: by a search of its own, and by what the opponent's search sees.
struct Counsel {
  /// The best search that there is for the board; made when first asked.
  private let makeAnalyst: () throws -> any GameAnalyst
  private var analyst: (any GameAnalyst)?
  /// The opponent's search; nil for one that keeps none, such as a random player.
  private var opponent: (analyst: any GameAnalyst, simulations: Int)?

  /// Enough for a good move in a second or two.
  private static let simulations = 800

  init(
    opponent: (analyst: any GameAnalyst, simulations: Int)?,
    makeAnalyst: @escaping () throws -> any GameAnalyst
  ) {
    self.opponent = opponent
    self.makeAnalyst = makeAnalyst
  }

  /// The lines that answer `hint`, `analyse` or `why`.
  ///
  /// - Parameter ply: where the opponent moved last; nil before it has.
  mutating func answer(
    _ word: String, _ session: any GameSession, _ name: String, before ply: Int?
  ) -> [String] {
    do {
      switch word {
      case "why": return try thoughts(session, name, before: ply)
      case "hint":
        let analysis = try analyse(session)
        guard let best = analysis.best else { return ["the game is over"] }
        let rest = best.line.dropFirst().prefix(4).joined(separator: " ")
        return [
          "\(best.move): \(analysis.verdict)" + (rest.isEmpty ? "" : ", and then \(rest)")
        ]
      default: return try analyse(session).text(rows: 8)
      }
    } catch { return ["no advice: \(error)"] }
  }

  private mutating func analyse(_ session: any GameSession) throws -> PositionAnalysis {
    var analyst = try analyst ?? makeAnalyst()
    defer { self.analyst = analyst }
    return try analyst.analyse(session, simulations: Self.simulations)
  }

  private mutating func thoughts(
    _ session: any GameSession, _ name: String, before ply: Int?
  ) throws -> [String] {
    guard let ply, ply < session.ply else { return ["\(name) has not moved yet"] }
    guard var searching = opponent else {
      return ["\(name) keeps no search to look at; alphazero does"]
    }
    var position = session
    while position.ply > ply { try position.undo() }
    let analysis = try searching.analyst.analyse(position, simulations: searching.simulations)
    opponent = searching
    return ["before move \(ply + 1) \(name) saw, as \(position.turn?.name ?? ""):"]
      + analysis.text(rows: 5)
  }
}
