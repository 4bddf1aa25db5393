import ArenaCore
import Match
import Wire

extension Lobby {
  // MARK: Turns

  /// Gives the turn to the seat to move: its clock starts when the line that says so has left, a
  /// house bot's once it begins to think.
  mutating func beginTurn(at table: LiveTable, _ now: Duration) {
    guard let seat = table.game.turn else { return }
    if let bot = table.player(at: seat).bot, !table.lacksItsBot {
      table.botWaitsSince = now
      botTurns.append(
        BotTurn(
          table: table.id, seat: seat, bot: bot, session: table.session,
          time: table.clock.timeLeft(of: seat, at: now).map { table.terms.clock.share(of: $0) }))
    } else if table.adjournedSince != nil, !isHere(seat, at: table) {
      tellClock(of: table, at: now)
    } else if table.isTimed {
      clockStarts.append((barrier: recorded, table: table.id))
    }
    schedule(table)
  }

  /// Somebody begins to think for a house bot: its clock runs from now on.
  ///
  /// A turn that is over is passed over.
  public mutating func beginThinking(on turn: BotTurn, at now: Duration) {
    guard let table = tables[turn.table], table.game.ply == turn.session.ply,
      table.botWaitsSince != nil
    else { return }
    table.botWaitsSince = nil
    runClock(of: table, at: now)
    schedule(table)
  }

  /// Takes a house bot's answer; one to an older question, or for a game that is over, is dropped.
  ///
  /// An illegal action, a resignation and a failure lose the game.
  public mutating func answer(_ answer: BotAnswer, at now: Duration) {
    guard let table = tables[answer.table], table.game.ply == answer.ply,
      table.game.turn == answer.seat
    else { return }
    guard !table.clock.isOver(at: now) else { return checkDeadline(of: answer.table, at: now) }
    table.botWaitsSince = nil
    switch answer.choice {
    case .action(let action) where table.game.isLegal(action):
      play(action, at: table, now)
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

  /// The first house bot that plays a game which begins like this, has room for it and is not
  /// ignored by who wants to play.
  func houseBot(for session: any GameSession, with player: Account) -> AccountID? {
    for bot in bots where bot.plays(session) {
      guard let id = accountID(named: bot.name), hasRoom(bot: id) else { continue }
      if !player.ignored.contains(id) { return id }
    }
    return nil
  }

  /// Throws unless the account is that of a house bot which takes such a game now.
  func require(bot id: AccountID, takes session: any GameSession) throws(WireError) {
    guard let index = accounts[id]?.bot else {
      throw WireError(.noSuchPlayer, "\(name(of: id)) does not play now")
    }
    guard bots[index].plays(session) else {
      let boards = bots[index].boardText(for: session)
      throw WireError(.noSuchPlayer, "\(bots[index].name) plays \(boards)")
    }
    guard hasRoom(bot: id) else {
      throw WireError(
        .tooMany, "\(bots[index].name) plays \(settings.tablesPerBot) games already")
    }
  }

  private func hasRoom(bot id: AccountID) -> Bool {
    let own = accounts[id]?.tables ?? []
    return own.count(where: { tables[$0]?.adjournedSince == nil }) < settings.tablesPerBot
  }
}
