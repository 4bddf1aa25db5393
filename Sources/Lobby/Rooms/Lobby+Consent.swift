import ArenaCore
import Match
import Wire

/// Ends and turns of a game that need more than a move: breaking off, taking back, claiming.
extension Lobby {
  /// In so many moves a game may be broken off by either side.
  private static var abortLimit: Int { 2 }

  mutating func breakOff(at place: TableSeat, from client: ClientID) throws(WireError) {
    let table = place.table
    guard table.game.ply < Self.abortLimit else {
      throw WireError(
        .notNow, "after \(Self.abortLimit) moves a game is not broken off: resign or offer a draw")
    }
    promise("ok abort \(table.id)", to: client)
    abort(table.id, "\(place.seat.name) broke it off")
  }

  /// Asks the other side to let the seat's last move be taken back, or lets it.
  mutating func takeBack(
    at place: TableSeat, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    let (table, seat) = (place.table, place.seat)
    if let request = table.takeback, request.seat == seat.opponent {
      guard table.rewind(to: request.ply) else {
        throw WireError(.notNow, "those moves cannot be taken back any more")
      }
      record(.undo(table: table.id, ply: request.ply, banks: table.clock.banks))
      answer("ok takeback \(table.id)", to: client)
      tellTakenBack(table, at: now)
      return beginTurn(at: table, now)
    }
    let opponent = table.player(at: seat.opponent)
    guard opponent.kind != .bot else {
      throw WireError(.notNow, "house bots take nothing back")
    }
    guard opponent.client.map({ version(of: $0) > .first }) ?? true else {
      throw WireError(.notNow, "\(opponent.name) speaks a version without takebacks")
    }
    guard let ply = table.ply(beforeLastMoveOf: seat) else {
      throw WireError(.notNow, "you have no move that can be taken back")
    }
    answer("ok takeback \(table.id)", to: client)
    guard table.takeback == nil else { return }
    table.takeback = (seat, ply)
    tell(.takebackOffered(table.id, by: seat, to: ply), to: audience(of: table))
  }

  private mutating func tellTakenBack(_ table: LiveTable, at now: Duration) {
    let audience = audience(of: table)
    tell(
      .takenBack(
        table.id, to: table.game.ply, turn: table.turnText, table.clockText(at: now),
        former: stateText(of: table, in: .first, at: now)), to: audience)
    if boardClients > 0 { showBoard(of: table, to: audience) }
  }

  // MARK: Ends that somebody sees before the rules do

  mutating func claim(
    at place: TableSeat, from client: ClientID, _ now: Duration
  ) throws(WireError) {
    let (table, seat) = (place.table, place.seat)
    if let proven = table.proven, proven.ply == table.game.ply,
      proven.outcome.winner != seat.opponent
    {
      promise("ok claim \(table.id)", to: client)
      return finish(table.id, proven.outcome, .adjudication, at: now)
    }
    let opponent = table.player(at: seat.opponent)
    guard table.adjournedSince == nil, let since = opponent.awaySince else {
      throw WireError(
        .notNow, "nothing is proven here, and \(opponent.name) is not away from a running game")
    }
    let wait = since + settings.claimLimit - now
    guard wait <= .zero else {
      throw WireError(
        .notNow, "\(opponent.name) has not been away for long: \(wait.asRetry)", retry: wait)
    }
    promise("ok claim \(table.id)", to: client)
    let outcome = Outcome(winner: seat, reason: "\(seat.opponent.name) left")
    finish(table.id, outcome, .abandonment, at: now)
  }

  /// Somebody proved how a game ends if both sides play well: it ends so, where its players agreed
  /// on that, and else may be claimed until the next move.
  ///
  /// - Parameter actions: those behind which it was proven; behind others nothing happens.
  mutating func prove(
    _ outcome: Outcome, at id: Int, after actions: [Int], at now: Duration
  ) {
    guard let table = tables[id], table.game.actions == actions, !isSuspended else { return }
    guard table.terms.rules.endsProven else {
      table.proven = (outcome, actions.count)
      return
    }
    finish(id, outcome, .adjudication, at: now)
  }
}
