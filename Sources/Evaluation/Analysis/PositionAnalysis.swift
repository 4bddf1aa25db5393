import ArenaCore
import Storage

/// What a search found out about one position, for people and as JSON.
///
/// Values are from the view of the seat to move, -1 (lost) ... 1 (won).
public struct PositionAnalysis: Codable, Sendable, Hashable {
  /// A proven result for the seat to move.
  public enum Result: String, Codable, Sendable, Hashable, CaseIterable {
    case win, draw, loss

    init?(value: Double?) {
      switch value {
      case 1: self = .win
      case 0: self = .draw
      case -1: self = .loss
      default: return nil
      }
    }

    public var value: Double {
      switch self {
      case .win: 1
      case .draw: 0
      case .loss: -1
      }
    }
  }

  /// How a result is known.
  public enum Source: String, Codable, Sendable, Hashable {
    /// The game is over.
    case rules
    /// The search proved it.
    case proof
    /// The game's solver knows it.
    case solver
  }

  /// One legal move.
  public struct Move: Codable, Sendable, Hashable {
    public var move: String
    public var visits: Int
    /// The policy before the search: the network's, or even.
    public var prior: Double
    /// Nil before the first visit of a move that is not proven.
    public var value: Double?
    public var result: Result?
    /// Plies to the end after this move, by its proof.
    public var distance: Int?
    /// What the search expects from here on, this move first.
    public var line: [String]
  }

  public var game: String
  /// `name=value,...`; empty for the default board.
  public var options: String
  /// Moves played before.
  public var ply: Int
  /// `first` or `second`; nil once the game is over.
  public var turn: String?
  public var value: Double
  public var result: Result?
  public var source: Source?
  /// Plies to the end by the proof: the shortest win and the longest loss known.
  public var distance: Int?
  public var simulations: Int
  /// All legal moves, best first; none once the game is over.
  public var moves: [Move]

  /// Of a game that is over.
  init(game: String, options: String, ply: Int, outcome: Outcome) {
    (self.game, self.options, self.ply) = (game, options, ply)
    (simulations, moves, distance) = (0, [], 0)
    // Nobody is to move: the view is the first seat's.
    value = outcome.value(for: .first)
    result = Result(value: value)
    source = .rules
  }

  init(
    game: String, options: String, ply: Int, turn: Seat, value: Double, result: Result?,
    distance: Int?, simulations: Int, moves: [Move]
  ) {
    (self.game, self.options, self.ply) = (game, options, ply)
    self.turn = turn.name
    (self.value, self.result, self.distance) = (Self.rounded(value), result, distance)
    source = result == nil ? nil : .proof
    (self.simulations, self.moves) = (simulations, moves)
  }

  /// Four decimals: more would be noise, and every computer prints the same.
  static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

  /// One line of JSON, keys in alphabetical order.
  public var jsonLine: String { asJSONLine }

  /// The value from the first seat's view.
  public var valueForFirst: Double { turn == Seat.second.name ? -value : value }

  /// The best move; nil once the game is over.
  public var best: Move? { moves.first }

  /// Puts what a solver knows in place of what the search believes: `results` by move.
  mutating func note(_ results: [String: Result]) {
    for index in moves.indices {
      guard let result = results[moves[index].move] else { continue }
      // A distance found belongs to the result found.
      if moves[index].result != result { moves[index].distance = nil }
      (moves[index].result, moves[index].value) = (result, result.value)
    }
    guard let best = moves.compactMap({ $0.result?.value }).max() else { return }
    if result?.value != best { distance = nil }
    (value, result, source) = (best, Result(value: best), .solver)
    moves = moves.enumerated().sorted { one, other in
      let (first, second) = (one.element.result?.value ?? 0, other.element.result?.value ?? 0)
      return first == second ? one.offset < other.offset : first > second
    }.map(\.element)
  }
}

extension PositionAnalysis {
  /// For people: the verdict, then a table of the best moves.
  ///
  /// - Parameter rows: the most moves listed.
  public func text(rows: Int = 5) -> [String] {
    guard let turn else { return ["the game is over"] }
    var lines = ["\(turn) to move: \(verdict)"]
    let shown = moves.prefix(rows)
    let table = shown.map { move in
      [
        "  " + move.move, move.verdict, "\(move.visits)", Text.percent(move.prior),
        move.line.joined(separator: " "),
      ]
    }
    lines += Text.table(
      [["  move", "chances", "visits", "policy", "best line"]] + table, left: [0, 4])
    return lines
  }

  /// `63 %`, or what is proven and by whom.
  public var verdict: String {
    guard let result else { return Self.chances(value) }
    let plies = distance.map { " in \($0) plies" } ?? ""
    return
      "\(result.rawValue)\(result == .draw ? "" : plies), \(source == .solver ? "solved" : "proven")"
  }

  /// A value as winning chances, draws counting half.
  static func chances(_ value: Double) -> String {
    Text.fixed(50 * (1 + value), decimals: 0) + " %"
  }
}

extension PositionAnalysis.Move {
  var verdict: String {
    if let result { return result.rawValue }
    return value.map(PositionAnalysis.chances) ?? "-"
  }
}
