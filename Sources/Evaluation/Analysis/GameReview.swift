import ArenaCore
public import Match
import Storage

/// A whole game looked at move by move: how the chances went, and what each move cost.
public struct GameReview: Codable, Sendable, Hashable {
  /// One move of the game.
  public struct Move: Codable, Sendable, Hashable {
    public var ply: Int
    public var seat: String
    public var move: String
    /// What the search would have played, and the line it expected.
    public var best: String
    public var line: [String]
    /// The position's value before and after the move, for the seat that moved, -1 ... 1.
    public var before: Double
    public var after: Double
    /// How much worse it is than the best move, 0 ... 2; 2 throws a win away for a loss.
    public var cost: Double
    /// Whether both values are proven, so that the cost is exact.
    public var isExact: Bool

    /// Whether it changed the result of perfect play for certain.
    public var isMistake: Bool { isExact && cost > 0 }
  }

  public var game: String
  public var options: String
  public var first: String
  public var second: String
  /// `first`, `second` or nil for a draw or a game that is not over.
  public var winner: String?
  public var reason: String
  public var moves: [Move]
  /// The analysis of each position, from the start to the end.
  public var positions: [PositionAnalysis]

  /// A move that costs as much is worth a look, where nothing is proven.
  public static let notableCost = 0.25

  /// - Parameters:
  ///   - record: a game that begins with `start`.
  ///   - progress: hears of each position before it is looked at: its ply, and how many there are.
  /// - Throws: `SessionError` for a move that the rules do not allow; `Surrender` of the analyst.
  public init(
    of record: GameRecord, from start: any GameSession, by analyst: inout any GameAnalyst,
    simulations: Int, progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    (game, options) = (start.gameName, start.optionsText)
    (first, second) = (record.first, record.second)
    (winner, reason) = (record.winner, record.reason)
    (moves, positions) = ([], [])
    var session = start
    // All moves are judged before the first is looked at.
    for move in record.moves { try session.play(notation: move) }
    session = start
    progress(0, record.moves.count + 1)
    positions.append(try analyst.analyse(session, simulations: simulations))
    for move in record.moves {
      guard let seat = session.turn, let before = positions.last else { break }
      let action = try session.legalAction(from: move)
      try session.play(action)
      progress(session.ply, record.moves.count + 1)
      let after = try analyst.analyse(session, simulations: simulations)
      positions.append(after)
      let worth = seat == .first ? after.valueForFirst : -after.valueForFirst
      let isExact = before.result != nil && after.result != nil
      let isBest = before.best?.move == session.notation(of: action)
      moves.append(
        Move(
          ply: session.ply, seat: seat.name, move: session.notation(of: action),
          best: before.best?.move ?? "", line: before.best?.line ?? [], before: before.value,
          after: worth,
          // The next search sees further: the best move cost nothing, whatever it finds.
          cost: isBest && !isExact ? 0 : PositionAnalysis.rounded(max(0, before.value - worth)),
          isExact: isExact))
    }
  }

  public var jsonLine: String { asJSONLine }
}

extension GameReview {
  /// For people: who played, the value curve, every move, what each seat lost.
  public var text: [String] {
    let title = OneLine.cleaned("\(first) (first) against \(second) (second): \(verdict)")
    guard !moves.isEmpty else { return [title, "no move was played"] }
    var lines = [title, "", curve, ""]
    lines += Text.table(
      [["ply", "seat", "move", "chances", "cost", "better"]]
        + moves.map { move in
          let isNotable = move.isMistake || move.cost >= Self.notableCost
          return [
            "\(move.ply)", move.seat, move.move, PositionAnalysis.chances(move.after),
            move.cost > 0.005
              ? Text.fixed(50 * move.cost, decimals: 0) + " %" + (move.isExact ? "!" : "") : "",
            isNotable ? move.line.joined(separator: " ") : "",
          ]
        }, left: [1, 2, 5])
    lines.append("")
    for seat in Seat.allCases {
      let own = moves.filter { $0.seat == seat.name }
      guard !own.isEmpty else { continue }
      let loss = own.reduce(0) { $0 + $1.cost } / Double(own.count)
      lines.append(
        "\(seat.name): \(own.count { $0.isMistake }) proven mistakes, "
          + "\(own.count { !$0.isExact && $0.cost >= Self.notableCost }) doubtful moves, "
          + "\(Text.fixed(50 * loss, decimals: 1)) % lost a move")
    }
    lines.append(
      "chances are those of the seat that moved; a cost with ! is proven, others are the search's")
    return lines
  }

  private var verdict: String {
    guard !reason.isEmpty, reason != GameRecord.unfinished else { return GameRecord.unfinished }
    return winner.map { "\($0) wins, \(reason)" } ?? "a draw, \(reason)"
  }

  /// The first seat's chances over the game, a sign a position.
  public var curve: String {
    let signs = Array("▁▂▃▄▅▆▇█")
    let bars = positions.map { position in
      signs[min(signs.count - 1, Int((1 + position.valueForFirst) / 2 * Double(signs.count)))]
    }
    return "chances of first  " + String(bars)
  }
}
