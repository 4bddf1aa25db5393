import ArenaCore
import Match

extension Lobby {
  // MARK: Turns

  /// Gives the turn to the seat to move: its clock starts, a house bot's once it begins to think.
  mutating func beginTurn(at id: Int, _ now: Duration) {
    guard let table = tables[id], let seat = table.session.turn else { return }
    let account = table.seats[seat.rawValue]
    if bots.indices.contains(account) {
      tables[id]?.botWaitsSince = now
      botTurns.append(
        BotTurn(
          table: id, seat: seat, bot: account, session: table.session,
          time: table.clock.timeLeft(of: seat, at: now).map { table.terms.clock.share(of: $0) }))
    } else {
      tables[id]?.clock.start(seat, at: now)
    }
    schedule(id)
  }

  /// Somebody begins to think for a house bot: its clock runs from now on.
  ///
  /// A turn that is over is passed over.
  public mutating func beginThinking(on turn: BotTurn, at now: Duration) {
    guard let table = tables[turn.table], table.session.ply == turn.session.ply,
      table.botWaitsSince != nil
    else { return }
    tables[turn.table]?.botWaitsSince = nil
    tables[turn.table]?.clock.start(turn.seat, at: now)
    schedule(turn.table)
  }

  /// Takes a house bot's answer; one to an older question, or for a game that is over, is dropped.
  ///
  /// An illegal action, a resignation and a failure lose the game.
  public mutating func answer(_ answer: BotAnswer, at now: Duration) {
    guard let table = tables[answer.table], table.session.ply == answer.ply,
      table.session.turn == answer.seat
    else { return }
    guard !table.clock.isOver(at: now) else { return checkDeadline(of: answer.table, at: now) }
    tables[answer.table]?.botWaitsSince = nil
    switch answer.choice {
    case .action(let action) where table.session.isLegal(action):
      play(action, at: answer.table, now)
    case .action(let action):
      let reason = "\(answer.seat.name) chose the illegal action \(action)"
      finish(
        answer.table, Outcome(winner: answer.seat.opponent, reason: reason), .illegalMove,
        at: now)
    case .resignation: finish(answer.table, .resignation, of: answer.seat, at: now)
    case .failure(let text):
      finish(answer.table, .failure(OneLine.quoting(text)), of: answer.seat, at: now)
    }
  }

  private mutating func finish(
    _ id: Int, _ surrender: Surrender, of seat: Seat, at now: Duration
  ) {
    let (outcome, cause) = GameRecord.judgement(of: surrender, by: seat)
    finish(id, outcome, cause, at: now)
  }

  // MARK: Which games a bot takes

  /// The first house bot that plays a game which begins like this and has room for it.
  func houseBot(for session: any GameSession) -> Int? {
    bots.indices.first { hasRoom(bot: $0) && bots[$0].plays(session) }
  }

  /// Throws unless a house bot, whose account has the bot's index, takes such a game now.
  func require(bot: Int, takes session: any GameSession) throws(WireError) {
    guard bots.indices.contains(bot) else {
      throw WireError(.noSuchPlayer, "\(self[account: bot].name) does not play now")
    }
    guard bots[bot].plays(session) else {
      throw WireError(.noSuchPlayer, "\(bots[bot].name) plays \(bots[bot].boardText)")
    }
    guard hasRoom(bot: bot) else {
      throw WireError(
        .tooMany, "\(bots[bot].name) plays \(settings.tablesPerBot) games already")
    }
  }

  private func hasRoom(bot: Int) -> Bool {
    self[account: bot].tables.count < settings.tablesPerBot
  }
}
