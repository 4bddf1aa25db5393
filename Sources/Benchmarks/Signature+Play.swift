import Agents
import ArenaCore
import Catalog
import Evaluation
import Match
import Search

/// What no processor may change: rules, searches, a tournament.
extension Signature {
  typealias Report = (_ name: String, _ value: UInt64) -> Void

  static func rules(_ report: Report) throws {
    for game in Catalog.games {
      let visitor = RandomGames()
      try game.receive(visitor, [:])
      report("rules \(game.name)", visitor.print.value)
    }
    for task in Catalog.tasks {
      let visitor = RandomSteps()
      try task.receive(visitor)
      report("rules \(task.name)", visitor.print.value)
    }
  }

  static func searches(_ report: Report) throws {
    for game in Catalog.games {
      let visitor = SearchedGames()
      try game.receive(visitor, [:])
      report("search \(game.name)", visitor.print.value)
    }
  }

  static func tournament(_ report: Report) throws {
    var plan = TournamentPlan(
      players: try ["random", "one-ply", "uct:simulations=32"].map { try PlayerSpec($0) },
      gamesPerPair: 6)
    plan.room.seed = 5
    plan.keepsRecords = true
    let result = try plan.play(in: Catalog.game("connect-four").room(plan.room, [:]))
    let standings = result.standings
    var print = Fingerprint()
    for record in try result.records() { print.add(record.jsonLine) }
    let ratings = standings.ratings()
    // Hundredths of an Elo point: the last bits are the mathematics library's.
    for player in standings.names.indices {
      let estimate = ratings.estimate(of: player)
      print.add((estimate.elo * 100).rounded())
      print.add((estimate.margin * 100).rounded())
    }
    report("tournament connect-four", print.value)
  }
}

/// Plays random games and takes down everything that can be seen of them.
private final class RandomGames: GameVisitor {
  var print = Fingerprint()

  func visit<Game: BoardGame & Keyed & Symmetric>(_ start: Game, players: PlayerMaker<Game>) {
    for seed in 1...3 as ClosedRange<UInt64> {
      var random = RandomSource(seed: seed)
      var game = start
      for _ in 0..<80 where game.turn != nil {
        let legal = game.legalActions
        for action in legal { print.add(action) }
        print.add(game.observation(as: .first))
        print.add(game.observation(as: .second))
        print.add(Int(bitPattern: UInt(truncatingIfNeeded: game.key)))
        let action = legal[random.below(legal.count)]
        print.add(game.notation(of: action))
        game.play(action)
      }
      print.add(game.diagram)
      print.add(game.outcome?.reason ?? "-")
      print.add(game.playOut(using: &random))
    }
  }
}

/// Takes random steps and takes down what comes of them.
private final class RandomSteps: TaskVisitor {
  var print = Fingerprint()

  func visit<Task: Environment>(
    _ start: Task, randomActions: (inout RandomSource) -> [Task.Action]
  ) {
    var random = RandomSource(seed: 1)
    let actions = randomActions(&random)
    var task = start
    task.reset(using: &random)
    for action in actions.prefix(500) {
      let step = task.step(action, using: &random)
      print.add(step.reward)
      print.add(step.terminated ? 1 : step.truncated ? 2 : 0)
      print.add(task.observation(as: .first))
      if step.isLast { task.reset(using: &random) }
    }
  }
}

/// Lets searches play both seats for some moves: plain UCT, alpha-beta, and the tree search of
/// trained agents without a network, by PUCT and by Gumbel.
private final class SearchedGames: GameVisitor {
  var print = Fingerprint()

  func visit<Game: BoardGame & Keyed & Symmetric>(
    _ start: Game, players: PlayerMaker<Game>
  ) throws {
    for spec in ["one-ply", "uct:simulations=200", "alpha-beta:depth=2"] {
      play(try players(PlayerSpec(spec))(1), from: start)
    }
    for method in SearchOptions.Method.allCases {
      var options = SearchOptions()
      options.method = method
      play(
        SearchPlayer(
          UniformEvaluator<Game>(), for: start, simulations: 100, options: options,
          leavesPerBatch: 4), from: start)
    }
  }

  private func play<Game: BoardGame>(_ player: some Player<Game>, from start: Game) {
    var player = player
    var random = RandomSource(seed: 3)
    var game = start
    for _ in 0..<6 where game.turn != nil {
      guard let seat = game.turn else { return }
      player.begin(as: seat, in: game)
      let action = player.choose(in: game, within: .unlimited, using: &random)
      print.add(action)
      game.play(action)
    }
  }
}
