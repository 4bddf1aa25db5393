public import ArenaCore

/// Seats two players at a game and sees it through: opening, clock, judgement.
///
/// An illegal action loses, and so does a decision that oversteps the time control, and a player
/// that surrenders. Without a time control the same players, opening and seed give the same record.
public struct Table<Game: BoardGame>: Sendable {
  /// The position before the opening.
  public var start: Game
  /// The options of the game, for the record.
  public var optionsText: String
  /// What each decision may use; a time control sets its `hardLimit`.
  public var budget: Budget
  public var timeControl: TimeControl
  /// Forgiven on every move under a time control, because threads share the machine.
  public var grace: Duration
  /// Whether records keep thinking times, which no two runs share.
  public var keepsTimes: Bool
  /// When the table ends a game before its rules do.
  public var adjudication = Adjudication()

  public init(
    _ start: Game, optionsText: String = "", budget: Budget = .unlimited,
    timeControl: TimeControl = .unlimited, grace: Duration = .milliseconds(50),
    keepsTimes: Bool = false
  ) {
    self.start = start
    self.optionsText = optionsText
    self.budget = budget
    self.timeControl = timeControl
    self.grace = grace
    self.keepsTimes = keepsTimes
  }

  /// Plays one game.
  ///
  /// - Parameters:
  ///   - players: `[2]`, by seat; `names` likewise.
  ///   - opening: actions already played when the players sit down.
  ///   - seed: of all the players' chance.
  ///   - watch: sees every position after a move, the opening's included.
  /// - Precondition: the opening is legal.
  public func play(
    _ players: [any Player<Game>], names: [String], opening: [Int] = [], seed: UInt64,
    watch: (_ action: Int, _ game: Game) -> Void = { _, _ in }
  ) -> GameRecord {
    precondition(
      players.count == 2 && names.count == 2,
      "a table seats 2 players, not \(players.count) named by \(names.count)")
    var players = players
    var game = start
    var moves: [String] = []
    for action in opening {
      moves.append(game.notation(of: action))
      game.play(action)
      watch(action, game)
    }
    for seat in Seat.allCases { players[seat.rawValue].begin(as: seat, in: game) }

    var sources = Seat.allCases.map { RandomSource(seed: seed, streams: UInt32($0.rawValue)) }
    var clock = GameClock(timeControl, grace: grace)
    // Instant games would spend much of their time on looking at the clock.
    let isTimed = timeControl != .unlimited || keepsTimes
    var milliseconds: [Int] = []
    let origin = ContinuousClock.now
    func now() -> Duration { isTimed ? origin.duration(to: .now) : .zero }
    var forfeit: (outcome: Outcome, cause: GameRecord.Cause)?
    var proofs = Proofs()
    while let seat = game.turn {
      if let outcome = adjudication.outcome(of: game, after: moves.count, proofs) {
        forfeit = (outcome, .adjudication)
        break
      }
      let begin = now()
      clock.start(seat, at: begin)
      let action = players[seat.rawValue].choose(
        in: game, within: budget(for: seat, clock, at: begin), using: &sources[seat.rawValue])
      let end = now()
      if keepsTimes { milliseconds.append((end - begin).wholeMilliseconds) }
      guard clock.stop(at: end) else {
        forfeit = (Outcome(winner: seat.opponent, reason: "\(seat.name) ran out of time"), .time)
        break
      }
      if let surrender = players[seat.rawValue].surrender {
        forfeit = GameRecord.judgement(of: surrender, by: seat)
        break
      }
      guard game.isLegal(action) else {
        let text = (0..<game.actionCount).contains(action) ? game.notation(of: action) : "\(action)"
        let reason = "\(seat.name) made the illegal move \(text)"
        forfeit = (Outcome(winner: seat.opponent, reason: reason), .illegalMove)
        break
      }
      proofs.note(players[seat.rawValue].provenResult, by: seat)
      moves.append(game.notation(of: action))
      game.play(action)
      watch(action, game)
      for index in players.indices { players[index].observe(action, leadingTo: game) }
    }
    guard let outcome = forfeit?.outcome ?? game.outcome else {
      preconditionFailure("\(Game.name) ended after \(moves.count) moves without an outcome")
    }
    return GameRecord(
      game: Game.name, options: optionsText, first: names[0], second: names[1], seed: seed,
      opening: opening.count, moves: moves, milliseconds: keepsTimes ? milliseconds : nil,
      outcome: outcome, cause: forfeit?.cause ?? .rules)
  }

  private func budget(for seat: Seat, _ clock: GameClock, at now: Duration) -> Budget {
    guard let left = clock.timeLeft(of: seat, at: now) else { return budget }
    var budget = budget
    budget.hardLimit = clock.control.share(of: left)
    return budget
  }
}

extension TimeControl {
  /// How much of the time left a player should spend on one move.
  public func share(of left: Duration) -> Duration {
    switch self {
    case .unlimited: left
    case .perMove: left * 0.95
    case .fischer(_, let increment, _): min(left * 0.9, left / 20 + increment * 0.8)
    case .byoYomi(_, let periods, let period):
      left > period * periods
        ? (left - period * periods) / 20 + period * 0.8 : min(left, period) * 0.8
    case .canadian(_, let period, let moves):
      left > period ? (left - period) / 20 + period / moves * 0.8 : left / moves * 0.8
    }
  }
}
