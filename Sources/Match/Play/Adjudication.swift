import ArenaCore

/// The rules by which a table ends a game before the game's own do.
public struct Adjudication: Sendable, Hashable {
  /// After so many moves, the opening's included, a game is over: it goes to whoever is ahead in
  /// points as the board stands, and is drawn in games without points. Nil never.
  public var moveCap: Int?
  /// Whether a game is over once both players have proven the same result.
  public var heedsProofs = false

  public init(moveCap: Int? = nil, heedsProofs: Bool = false) {
    self.moveCap = moveCap
    self.heedsProofs = heedsProofs
  }

  func outcome(of game: some BoardGame, after moves: Int, _ proofs: Proofs) -> Outcome? {
    if heedsProofs, let result = proofs.agreed {
      return Outcome(
        winner: result > 0 ? .first : result < 0 ? .second : nil,
        reason: "both have proven the result")
    }
    guard let moveCap, moves >= moveCap else { return nil }
    let reason = "stopped after \(moveCap) moves"
    guard let scored = game as? any Scored else { return Outcome(winner: nil, reason: reason) }
    let margin = scored.margin(for: .first)
    return Outcome(
      winner: margin > 0 ? .first : margin < 0 ? .second : nil,
      margin: margin == 0 ? nil : abs(margin), reason: reason)
  }
}

/// What each seat has proven at its last move, from the first seat's view.
struct Proofs {
  private var results: [2 of Double?] = [nil, nil]

  /// - Parameter result: from the view of `seat`.
  mutating func note(_ result: Double?, by seat: Seat) {
    results[seat.rawValue] = result.map { seat == .first ? $0 : -$0 }
  }

  var agreed: Double? { results[0] == results[1] ? results[0] : nil }
}
