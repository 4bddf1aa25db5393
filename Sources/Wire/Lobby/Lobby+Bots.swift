import ArenaCore
import Match

extension Lobby {
  /// Gives the turn to the seat to move: its clock starts, and a house bot is asked.
  mutating func beginTurn(at id: Int, _ now: Duration) {
    runClock(of: id, at: now)
    schedule(id)
    askBot(at: id, now)
  }

  /// Asks for a move if a house bot is to move at the table.
  mutating func askBot(at id: Int, _ now: Duration) {
    guard let table = tables[id], let seat = table.session.turn else { return }
    guard let bot = accounts[table.seats[seat.rawValue]]?.bot else { return }
    botTurns.append(
      BotTurn(
        table: id, seat: seat, bot: bot, session: table.session,
        time: table.clock.timeLeft(of: seat, at: now).map { table.terms.clock.share(of: $0) }))
  }

  /// Takes a house bot's answer; one to an older question, or for a game that is over, is dropped.
  ///
  /// An illegal action or a failure loses the game.
  public mutating func answer(_ answer: BotAnswer, at now: Duration) {
    guard let table = tables[answer.table], table.session.ply == answer.ply,
      table.session.turn == answer.seat
    else { return }
    guard !table.clock.isOver(at: now) else { return checkDeadline(of: answer.table, at: now) }
    switch answer.choice {
    case .action(let action) where table.session.isLegal(action):
      play(action, at: answer.table, now)
    case .action(let action):
      let reason = "\(answer.seat.name) chose the illegal action \(action)"
      finish(
        answer.table, Outcome(winner: answer.seat.opponent, reason: reason), .illegalMove,
        at: now)
    case .failure(let text):
      let reason = "\(answer.seat.name) failed: \(OneLine.quoting(text))"
      finish(
        answer.table, Outcome(winner: answer.seat.opponent, reason: reason), .failure, at: now)
    }
  }
}
