import ArenaCore
import Evaluation

/// What a search found as the lines of engines that GUIs of Go know.
struct AnalysisLines {
  enum Dialect { case leelaZero, kataGo }

  let dialect: Dialect
  /// Between two lines.
  let interval: Duration

  func text(of analysis: PositionAnalysis) -> String {
    analysis.moves.filter { $0.visits > 0 || $0.result != nil }.enumerated().map { order, move in
      let win = ((move.value ?? analysis.value) + 1) / 2
      let line = move.line.map { GTPVertex.text($0) }.joined(separator: " ")
      let vertex = GTPVertex.text(move.move)
      return switch dialect {
      case .leelaZero:
        "info move \(vertex) visits \(move.visits) winrate \(Int((10_000 * win).rounded())) "
          + "prior \(Int((10_000 * move.prior).rounded())) lcb \(Int((10_000 * win).rounded())) "
          + "order \(order) pv \(line)"
      case .kataGo:
        "info move \(vertex) visits \(move.visits) winrate \(Text.fixed(win, decimals: 4)) "
          + "prior \(Text.fixed(move.prior, decimals: 4)) lcb \(Text.fixed(win, decimals: 4)) "
          + "order \(order) pv \(line)"
      }
    }.joined(separator: " ")
  }
}

/// Moves as GTP writes them.
enum GTPVertex {
  static func text(_ move: String) -> String { move == "pass" ? move : move.uppercased() }
}
