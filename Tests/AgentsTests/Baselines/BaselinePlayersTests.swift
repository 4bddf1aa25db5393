import ArenaCore
import Environments
import Search
import Solvers
import TestKit
import Testing

@testable import Agents

/// The players that learn nothing: what each must and must not do.
@Suite struct BaselinePlayersTests {
  private func connectFour(_ moves: String = "") throws -> ConnectFour {
    var game = try ConnectFour()
    for move in moves { game.play(game.action(from: String(move))!) }
    return game
  }

  /// Plays `count` games with seats swapped and returns the points of `player`, of 1 a game.
  private func points<Game: BoardGame>(
    of player: some Player<Game>, against opponent: some Player<Game>, from start: Game, games: Int,
    seed: UInt64 = 1
  ) -> Double {
    var random = RandomSource(seed: seed)
    var player = player
    var opponent = opponent
    var sum = 0.0
    for number in 0..<games {
      let seat: Seat = number % 2 == 0 ? .first : .second
      var game = start
      player.begin(as: seat, in: game)
      opponent.begin(as: seat.opponent, in: game)
      while let turn = game.turn {
        let action =
          turn == seat
          ? player.choose(in: game, within: .unlimited, using: &random)
          : opponent.choose(in: game, within: .unlimited, using: &random)
        #expect(game.isLegal(action))
        game.play(action)
        player.observe(action, leadingTo: game)
        opponent.observe(action, leadingTo: game)
      }
      sum += (game.outcome!.value(for: seat) + 1) / 2
    }
    return sum
  }

  @Test func `the random player is uniform over the legal actions`() throws {
    var random = RandomSource(seed: 1)
    var player = RandomPlayer<ConnectFour>()
    let game = try connectFour("111111")
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<6000 { counts[player.choose(in: game, within: .unlimited, using: &random)] += 1 }
    #expect(counts[0] == 0)
    #expect(counts.dropFirst().allSatisfy { (900...1100).contains($0) })
  }

  @Test func `the one-ply player takes a win at once and sees no further`() throws {
    var random = RandomSource(seed: 1)
    var player = OnePlyPlayer(estimate: EvenEstimate<ConnectFour>())
    for _ in 0..<20 {
      let action = player.choose(in: try connectFour("112233"), within: .unlimited, using: &random)
      #expect(action == 3)
    }
    // It does not see the opponent's win coming: all columns are alike.
    var seen: Set<Int> = []
    for _ in 0..<200 {
      seen.insert(player.choose(in: try connectFour("11223"), within: .unlimited, using: &random))
    }
    #expect(seen.count == 7)
    let against = points(
      of: player, against: RandomPlayer<ConnectFour>(), from: try connectFour(), games: 100)
    #expect(against > 70)
  }

  @Test func `UCT beats random and one-ply, and more simulations beat fewer`() throws {
    let start = try connectFour()
    let strong = UCTPlayer(for: start, simulations: 1000)
    #expect(points(of: strong, against: RandomPlayer<ConnectFour>(), from: start, games: 30) >= 29)
    let greedy = OnePlyPlayer(estimate: EvenEstimate<ConnectFour>())
    #expect(points(of: strong, against: greedy, from: start, games: 30) >= 28)
    let weak = UCTPlayer(for: start, simulations: 50)
    #expect(points(of: strong, against: weak, from: start, games: 30) >= 24)
  }

  @Test func `tree search with playouts beats random and gives up what is lost`() throws {
    let start = try connectFour()
    let evaluator = PlayoutEvaluator<ConnectFour>(random: RandomSource(seed: 4))
    var player = SearchPlayer(
      evaluator, for: start, simulations: 200, capacity: 20_000, resignationThreshold: -0.9)
    #expect(points(of: player, against: RandomPlayer<ConnectFour>(), from: start, games: 30) >= 29)
    var random = RandomSource(seed: 1)
    for _ in 0..<3 { _ = player.choose(in: start, within: .unlimited, using: &random) }
    #expect(player.surrender == nil)
    // The first seat has an open three on the bottom row: whatever the second does, it loses.
    let lost = try connectFour("44556".replacing("6", with: "3"))
    for searches in 1...3 {
      _ = player.choose(in: lost, within: .unlimited, using: &random)
      #expect(player.surrender == (searches < 3 ? nil : .resignation))
    }
    player.begin(as: .second, in: start)
    #expect(player.surrender == nil)
  }

  @Test func `alpha-beta beats one-ply with the same estimate`() throws {
    let start = try connectFour()
    let deep = AlphaBetaPlayer(estimate: HeuristicEstimate<ConnectFour>(), depth: 5)
    let flat = OnePlyPlayer(estimate: HeuristicEstimate<ConnectFour>())
    #expect(points(of: deep, against: flat, from: start, games: 20) >= 17)
  }

  @Test(arguments: PerfectStyle.allCases)
  func `perfect players draw each other and never lose`(_ style: PerfectStyle) throws {
    let start = try MNK()
    let perfect = try #require(PerfectPlayer(for: start, style: style))
    #expect(points(of: perfect, against: perfect, from: start, games: 20) == 10)
    let uct = UCTPlayer(for: start, simulations: 100)
    #expect(points(of: perfect, against: uct, from: start, games: 60) >= 30)
  }

  @Test func `a perfect player at random beats random exactly as often as computed`() throws {
    // Published for a uniformly random minimax player: .9678 of games won as first, .7775 as second.
    let start = try MNK()
    var perfect = try #require(PerfectPlayer(for: start))
    func winningChance(_ game: MNK, for seat: Seat, _ known: inout [UInt64: Double]) -> Double {
      if let outcome = game.outcome { return outcome.winner == seat ? 1 : 0 }
      if let chance = known[game.key] { return chance }
      let actions = game.turn == seat ? perfect.bestActions(in: game) : game.legalActions
      var sum = 0.0
      for action in actions {
        var next = game
        next.play(action)
        sum += winningChance(next, for: seat, &known)
      }
      known[game.key] = sum / Double(actions.count)
      return sum / Double(actions.count)
    }
    var first: [UInt64: Double] = [:]
    #expect(abs(winningChance(start, for: .first, &first) - 0.9678) < 0.0001)
    var second: [UInt64: Double] = [:]
    #expect(abs(winningChance(start, for: .second, &second) - 0.7775) < 0.0001)
  }

  @Test func `a game too large to solve makes no perfect player`() throws {
    #expect(PerfectPlayer(for: try connectFour(), limit: 1000) == nil)
  }

  private func rowSolver(of start: MNK) throws -> KInARowGameSolver<MNK> {
    let board = try #require(
      KInARowBoard(columns: start.columns, rows: start.rows, length: start.length))
    return try #require(KInARowGameSolver(board, from: start))
  }

  @Test func `with a solver of rows it hurries and delays as exhaustion does`() throws {
    let start = try MNK(["columns": "4", "rows": "3", "length": "3"])
    let known = try #require(PerfectPlayer(for: start, style: .fast))
    let solver = try rowSolver(of: start)
    let perfect = PerfectPlayer(asking: solver, style: .fast)
    var random = RandomSource(seed: 6)
    for _ in 0..<200 {
      var game = start
      while game.turn != nil {
        #expect(perfect.bestActions(in: game) == known.bestActions(in: game))
        _ = game.playRandomAction(using: &random)
      }
    }
  }

  @Test(arguments: PerfectStyle.allCases)
  func `on a drawn board it never loses to random play`(_ style: PerfectStyle) throws {
    let start = try MNK(["columns": "4", "rows": "4", "length": "4"])
    let solver = try rowSolver(of: start)
    var perfect = PerfectPlayer(asking: solver, style: style)
    var random = RandomSource(seed: 8)
    for number in 0..<40 {
      let seat: Seat = number % 2 == 0 ? .first : .second
      var game = start
      while let turn = game.turn {
        game.play(
          turn == seat
            ? perfect.choose(in: game, within: .unlimited, using: &random)
            : game.legalActions[random.below(game.legalActions.count)])
      }
      #expect(game.outcome?.winner != seat.opponent)
    }
  }

  @Test func `six by six Gomoku with four in a row is won with the eleventh stone`() throws {
    let start = try Gomoku(["size": "6", "length": "4"])
    let board = try #require(KInARowBoard(columns: 6, rows: 6, length: 4))
    let solver = try #require(KInARowGameSolver(board, from: start))
    var perfect = PerfectPlayer(asking: solver, style: .fast)
    var random = RandomSource(seed: 9)
    for _ in 0..<3 {
      var game = start
      var stones = 0
      while game.turn != nil {
        game.play(perfect.choose(in: game, within: .unlimited, using: &random))
        stones += 1
      }
      #expect(game.outcome?.winner == .first && stones == 11)
    }
  }

  @Test func `players answer in positions they have not seen grow`() throws {
    var random = RandomSource(seed: 2)
    var uct = UCTPlayer(for: try connectFour(), simulations: 50)
    var search = SearchPlayer(
      UniformEvaluator<ConnectFour>(), for: try connectFour(), simulations: 20, capacity: 5000)
    for moves in ["", "4", "111111", "44", "1122331", "121212"] {
      let game = try connectFour(moves)
      #expect(game.isLegal(uct.choose(in: game, within: .unlimited, using: &random)))
      #expect(game.isLegal(search.choose(in: game, within: .unlimited, using: &random)))
    }
  }

  @Test func `budgets of time and simulations are kept`() throws {
    var random = RandomSource(seed: 2)
    let game = try connectFour()
    var player = SearchPlayer(
      UniformEvaluator<ConnectFour>(), for: game, simulations: 1_000_000_000, capacity: 1_000_000)
    let budget = Budget(time: .milliseconds(10))
    _ = player.choose(in: game, within: budget, using: &random)
    #expect(player.lastSearch.simulationCount > 10)
    player.begin(as: .first, in: game)
    _ = player.choose(in: game, within: Budget(simulations: 33), using: &random)
    #expect(player.lastSearch.simulationCount == 33)
  }
}
