public import ArenaCore

/// Proves results by a small look ahead: wins and losses by force, and draws where nothing else is
/// left, within a budget of positions.
///
/// Depth by depth it asks whether the seat to move forces a win, then whether its opponent does. An
/// answer depends on the position alone: nothing is remembered from one to the next. Nothing assumes
/// that seats alternate, but where they do each question is asked at the depths where its answer can
/// change. In games that list threats it first follows those alone, many plies deep.
///
/// Source: Winands, Björnsson and Saito 2008 (proven values in tree search); Baier and Winands 2013
/// (shallow exact searches at its leaves); Allis 1994 (winning by threats); Thomsen 2000 (what a
/// win within so many plies must threaten).
public struct ProofSearch<Game: Keyed>: Sendable {
  /// What an attack may consist of.
  private enum Attack {
    /// Threats alone, until the defender need not answer.
    case threats
    case anything
  }

  /// The most positions that one proof may look at.
  public let limit: Int
  /// Positions looked at since the beginning.
  public private(set) var nodes = 0

  private var end = 0
  private var isStopped = false
  private var table: ProofTable
  // The action that decided the last position at each distance from the root.
  private var killers: [Int] = []
  // The legal actions of all positions on the path, those of the deepest last.
  private var actions: [Int] = []

  /// - Parameter limit: the most positions that one proof may look at.
  public init(limit: Int) {
    precondition(limit > 0, "a proof must look at one position at least, not \(limit)")
    self.limit = limit
    table = ProofTable(capacity: 2 * limit)
  }

  /// The result of perfect play, and plies within which a win comes about, the fewest unless the
  /// proof followed threats; nil where the budget does not suffice.
  ///
  /// - Precondition: the game is running.
  public mutating func prove(_ position: Game) -> ProvenResult? {
    guard let mover = position.turn else { preconditionFailure("the game is over") }
    let start = nodes
    if position.reportsThreats,
      let finding = prove(position, for: mover, by: .threats, until: start + (limit + 1) / 2)
    {
      return finding
    }
    return prove(position, for: mover, by: .anything, until: start + limit)
  }

  private mutating func prove(
    _ position: Game, for mover: Seat, by attack: Attack, until end: Int
  ) -> ProvenResult? {
    self.end = end
    isStopped = false
    table.forget()
    for index in killers.indices { killers[index] = -1 }
    var isOpen = (mover: true, opponent: true)
    var depth = 1
    while !isStopped && (isOpen.mover || isOpen.opponent) {
      let asksMover = depth % 2 == 1
      defer { depth += 1 }
      guard asksMover ? isOpen.mover : isOpen.opponent else { continue }
      let seat = asksMover ? mover : mover.opponent
      switch forces(seat, position, by: attack, depth: depth, ply: 0) {
      case .yes:
        return ProvenResult(proof: seat == .first ? .firstWins : .secondWins, distance: depth)
      case .no: break
      case .never: if asksMover { isOpen.mover = false } else { isOpen.opponent = false }
      }
    }
    if isStopped || attack == .threats { return nil }
    return ProvenResult(proof: .draw, distance: max(0, depth - 2))
  }

  /// Whether `seat` forces a win from a running game within `depth` plies.
  private mutating func forces(
    _ seat: Seat, _ position: Game, by attack: Attack, depth: Int, ply: Int
  ) -> ProofTable.Answer {
    if depth == 0 { return .no }
    // Positions before the last ply are cheaper to look at than to look up.
    let key = depth == 1 ? nil : seat == .first ? position.key : ~position.key
    if let key, let known = table.answer(key, depth: depth) { return known }
    let attacks = position.turn == seat
    let start = actions.count
    defer { actions.removeLast(actions.count - start) }
    var answer = appendCandidates(in: position, attack, isAttacker: attacks, depth: depth)
    while killers.count <= ply { killers.append(-1) }
    bringForward(killers[ply], from: start)

    for index in start..<actions.count {
      guard nodes < end else {
        isStopped = true
        return .no
      }
      nodes += 1
      var next = position
      next.play(actions[index])
      let reply: ProofTable.Answer
      if let outcome = next.outcome {
        reply = outcome.winner == seat ? .yes : .never
      } else {
        reply = forces(seat, next, by: attack, depth: depth - 1, ply: ply + 1)
        if isStopped { return .no }
      }
      switch (attacks, reply) {
      case (true, .yes), (false, .no), (false, .never):
        killers[ply] = actions[index]
        if let key { table.note(reply, for: key, depth: depth) }
        return reply
      case (true, .no): answer = .no
      case (true, .never), (false, .yes): break
      }
    }
    if let key { table.note(answer, for: key, depth: depth) }
    return answer
  }

  /// Appends the actions that may decide whether the attacker wins within `depth` plies, and returns
  /// what holds if none does: the attacker fails if all its actions do, and wins if all defences do.
  private mutating func appendCandidates(
    in position: Game, _ attack: Attack, isAttacker: Bool, depth: Int
  ) -> ProofTable.Answer {
    let all = isAttacker ? ProofTable.Answer.never : .yes
    guard position.reportsThreats else {
      position.appendLegalActions(to: &actions)
      return all
    }
    let start = actions.count
    position.appendForcedReplies(to: &actions)
    if actions.count > start { return all }
    // Nothing is urgent: nobody wins with the next action.
    switch (attack, isAttacker) {
    case (.threats, false): return .never
    case (_, true) where depth == 1: return .no
    case (.threats, true):
      position.appendThreats(to: &actions)
      return .never
    // A win within three plies begins with a threat.
    case (.anything, false) where depth <= 2: return .no
    case (.anything, true) where depth <= 3:
      position.appendThreats(to: &actions)
      return .no
    case (.anything, _):
      position.appendLegalActions(to: &actions)
      return all
    }
  }

  /// Moves an action to the front of those from `start` on, where it is among them.
  private mutating func bringForward(_ action: Int, from start: Int) {
    guard action >= 0 else { return }
    for index in start..<actions.count where actions[index] == action {
      actions.swapAt(start, index)
      return
    }
  }
}
