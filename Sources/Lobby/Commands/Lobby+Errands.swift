public import ArenaCore
public import Match
public import Wire

/// What clients ask for that is done elsewhere.
extension Lobby {
  static let errandCommands: [LobbyCommand] = [
    LobbyCommand(Commands.analyse) { lobby, target, client, now throws(WireError) in
      try lobby.analyse(target, for: client, at: now)
    },
    LobbyCommand(Commands.task, .none) { lobby, request, client, _ throws(WireError) in
      try lobby.begin(request, for: client)
    },
    LobbyCommand(Commands.step, .none) { lobby, actions, client, _ in
      lobby.step(Array(actions.utf8), for: client)
    },
  ]

  /// Has work done elsewhere: the client is heard again once its answer is there.
  mutating func send(_ work: Errand.Work, for client: ClientID) {
    guard let visitor = clients[client] else { return }
    wait(visitor)
    errands.append(Errand(client: client, work: work, tag: tag, version: visitor.version))
  }

  /// An errand is done, and its answer on the way.
  public mutating func finish(_ client: ClientID) { clients[client]?.isWaiting = false }

  /// An errand is not done.
  public mutating func refuse(_ errand: Errand, _ error: WireError) {
    conclude(errand) { _ throws(WireError) in throw error }
  }

  /// Ends an errand for a client that still waits for it.
  ///
  /// - Parameter body: answers, or throws what the client reads instead.
  mutating func conclude(
    _ errand: Errand, _ body: (inout Lobby) throws(WireError) -> Void
  ) {
    guard let visitor = clients[errand.client], visitor.isWaiting else { return }
    visitor.isWaiting = false
    tag = errand.tag
    // Nothing that it tells could be lost.
    outbox.barrier = 0
    do throws(WireError) { try body(&self) } catch {
      answer(error.line(in: errand.version), to: errand.client)
    }
    outbox.barrier = recorded
    tag = ""
  }

  // MARK: Control tasks

  private mutating func begin(
    _ request: TaskRequest?, for client: ClientID
  ) throws(WireError) {
    if let request, request.count > settings.taskCopies {
      throw WireError(.tooMany, "a task has at most \(settings.taskCopies) copies")
    }
    send(.task(request), for: client)
  }

  /// Acts in the client's task.
  mutating func step(_ actions: [UInt8], for client: ClientID) {
    send(.step(actions), for: client)
  }

  // MARK: Analysis

  private mutating func analyse(
    _ target: AnalysisTarget, for client: ClientID, at now: Duration
  ) throws(WireError) {
    let player = try player(at: client)
    let (session, table) = try session(of: target, for: client)
    guard session.turn != nil else {
      throw WireError(.badArguments, "the game is over there: nothing is left to analyse")
    }
    // Nobody may be told what to play in a game that counts, by whatever name it is asked for.
    for id in player.tables {
      guard let table = tables[id], table.session.family == session.family else { continue }
      throw WireError(
        .tooMany, "you play \(table.terms.game) at table \(id): analyse when that is over")
    }
    let wait = player.analyses.wait(at: now)
    guard wait <= .zero else {
      throw WireError(
        .tooMany, "you had too many positions analysed: \(wait.asRetry)", retry: wait)
    }
    player.analyses.spend(at: now)
    send(.analysis(session, table: table), for: client)
  }

  private func session(
    of target: AnalysisTarget, for client: ClientID
  ) throws(WireError) -> (any GameSession, table: Int?) {
    switch target {
    case .table(let given):
      let table = try visibleTable(given, for: client)
      return (table.session, table.id)
    case .position(let game, let options, let moves):
      var session: any GameSession
      do { session = try directory.session(game, options) } catch { throw WireError(error) }
      for move in moves {
        do throws(SessionError) { try session.play(notation: move) } catch {
          throw WireError(.illegalMove, error.description)
        }
      }
      return (session, nil)
    }
  }

  /// Tells a client what an analysis came to; a result that it proved counts at the table.
  ///
  /// - Parameter finding: nil where nobody knows the game.
  public mutating func report(
    _ finding: Result<SessionAnalysis, Surrender>?, for errand: Errand, at now: Duration
  ) {
    guard case .analysis(let session, let table) = errand.work else { return }
    conclude(errand) { lobby throws(WireError) in
      switch finding {
      case .success(let analysis): lobby.send(analysis, on: session, to: errand.client)
      case .failure(let surrender):
        throw WireError(.unavailable, "the analysis \(surrender)")
      case nil:
        throw WireError(.unavailable, "nobody here analyses \(session.gameName)")
      }
    }
    if let table, case .success(let analysis) = finding, let proof = analysis.proof,
      let seat = session.turn
    {
      let winner = proof.value == 0 ? nil : proof.value > 0 ? seat : seat.opponent
      let outcome = Outcome(winner: winner, reason: "an analysis proved the result")
      prove(outcome, at: table, after: session.actions, at: now)
    }
  }

  private mutating func send(
    _ analysis: SessionAnalysis, on session: any GameSession, to client: ClientID
  ) {
    let proof = analysis.proof.map { proof in
      "\(["loss", "draw", "win"][min(max(proof.value, -1), 1) + 1]) \(proof.plies)"
    }
    // The line runs on from the position: a move is written as the position before it writes it.
    var line: [String] = []
    var position = session
    for action in analysis.variation {
      line.append(position.notation(of: action))
      do throws(SessionError) { try position.play(action) } catch { break }
    }
    answer(
      (["analysis", analysis.value.milliText, "\(analysis.simulations)", proof ?? "- -"] + line)
        .joined(separator: " "), to: client)
    for candidate in analysis.candidates.prefix(10) {
      let value = candidate.value.map(\.milliText) ?? "-"
      answer(
        "candidate \(session.notation(of: candidate.action)) \(candidate.visits) "
          + "\(candidate.prior.milliText) \(value)", to: client)
    }
    answer("ok analyse", to: client)
  }
}

extension Double {
  /// With three decimals.
  fileprivate var milliText: String {
    let thousandths = Int((self * 1000).rounded())
    let digits = String(abs(thousandths))
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "\(thousandths < 0 ? "-" : "")\(padded.dropLast(3)).\(padded.suffix(3))"
  }
}
