public import ArenaCore

/// One random game written out as text: everything observable about a game, frozen in a file that a
/// person can read.
public enum Playthrough {
  /// The text, at most 200 lines for boards of up to 19 by 19.
  @inline(never)
  public static func text<Game: BoardGame>(of start: Game, seed: UInt64) -> String {
    var lines = header(of: start)
    var random = RandomSource(seed: seed)
    var game = start
    var ply = 0
    while let seat = game.turn {
      if ply == 0 || ply == 12 { lines += position(game) }
      let count = game.legalActions.count
      let action = game.playRandomAction(using: &random)
      ply += 1
      if ply <= 100 {
        lines.append(
          "\(ply) \(seat.name) \(game.notation(of: action)) of \(count)\(key(of: game))")
      }
    }
    if ply > 100 { lines.append("... \(ply) actions in all") }
    lines += position(game)
    if let outcome = game.outcome {
      let margin = outcome.margin.map { " by \($0)" } ?? ""
      lines.append("winner: \(outcome.winner?.name ?? "none")\(margin), \(outcome.reason)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func header<Game: BoardGame>(of game: Game) -> [String] {
    [
      "game: \(Game.name)",
      "options: \(Game.Settings().specs.map { "\($0.name)=\($0.defaultText)" }.joined(separator: " "))",
      "actions: \(game.actionCount)",
      "max game length: \(game.maxGameLength)",
      "observation: \(game.observationShape)",
      "symmetries: \((game as? any Symmetric)?.symmetries.count ?? 1)",
    ]
  }

  private static func position<Game: BoardGame>(_ game: Game) -> [String] {
    let legal = game.legalActions.map(game.notation)
    let shown = legal.prefix(20).joined(separator: " ") + (legal.count > 20 ? " ..." : "")
    var lines = ["", game.diagram, "legal: \(shown)"]
    for seat in Seat.allCases { lines.append("seen by \(seat.name): \(planeSums(game, seat))") }
    return lines + [""]
  }

  /// The sum of every plane of an observation.
  private static func planeSums(_ game: some BoardGame, _ seat: Seat) -> String {
    let features = game.observation(as: seat)
    guard case .planes(let channels, let rows, let columns) = game.observationShape else {
      return features.map { "\($0)" }.joined(separator: " ")
    }
    return (0..<channels).map { plane in
      let sum = features[plane * rows * columns..<(plane + 1) * rows * columns].reduce(0, +)
      return sum == sum.rounded() ? "\(Int(sum))" : "\(sum)"
    }.joined(separator: " ")
  }

  private static func key(of game: some BoardGame) -> String {
    guard let key = (game as? any Keyed)?.key else { return "" }
    let digits = String(key, radix: 16)
    return " key " + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
