import ArenaCore

extension BoardGameConformance {
  /// What a position tells about threats is what playing on shows.
  func checkThreats(_ game: Game, _ here: String) throws {
    var urgent: [Int] = []
    game.appendForcedReplies(to: &urgent)
    var threats: [Int] = []
    game.appendThreats(to: &threats)
    guard game.reportsThreats else {
      try require(urgent.isEmpty && threats.isEmpty, "threats it does not tell \(here)")
      return
    }
    try requireEqual(Set(urgent).count, urgent.count, "urgent actions, each once \(here)")
    try requireEqual(Set(threats).count, threats.count, "threats, each once \(here)")
    let wins = game.winningActions
    if !wins.isEmpty {
      try requireEqual(urgent.sorted(), wins, "the actions that win at once \(here)")
      return
    }
    for action in game.legalActions {
      let name = game.notation(of: action)
      let next = game.playing(action)
      guard next.turn != nil else { continue }
      if urgent.isEmpty {
        try requireEqual(next.winningActions, [], "what wins after the quiet \(name) \(here)")
        // Of two answers one at most stops a threat.
        let isThreat = next.legalActions.prefix(2).contains { answer in
          !next.playing(answer).winningActions.isEmpty
        }
        if next.legalActions.count > 1 {
          try requireEqual(threats.contains(action), isThreat, "whether \(name) threatens \(here)")
        }
      } else if !urgent.contains(action) {
        try require(!next.winningActions.isEmpty, "\(name) stops what is urgent \(here)")
      }
    }
  }
}

extension BoardGame {
  fileprivate func playing(_ action: Int) -> Self {
    var next = self
    next.play(action)
    return next
  }

  /// The actions that win at once, ascending.
  fileprivate var winningActions: [Int] {
    legalActions.filter { action in
      let next = playing(action)
      return next.outcome?.winner != nil && next.outcome?.winner == turn
    }
  }
}
