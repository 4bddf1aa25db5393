import ArenaCore
import Environments
import Storage
import Testing

@testable import Match

/// Plays uniformly at random.
struct RandomMover: Player {
  func choose(
    in world: ConnectFour, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    let legal = world.legalActions
    return legal[random.below(legal.count)]
  }
}

/// Plays the first legal column, but `bad` where it is set and the game is `after` plies old.
struct ScriptedMover: Player {
  var bad: Int?
  var after = 0
  var plies = 0

  mutating func begin(as seat: Seat, in world: ConnectFour) { plies = 0 }
  mutating func observe(_ action: Int, leadingTo world: ConnectFour) { plies += 1 }
  func choose(
    in world: ConnectFour, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    if let bad, plies >= after { return bad }
    return world.legalActions[0]
  }
}

/// Gives up as soon as it is asked for an action.
struct Quitter: Player {
  let surrender: Surrender?
  func choose(
    in world: ConnectFour, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    world.legalActions[0]
  }
}

/// Thinks longer than it may.
struct SlowMover: Player {
  func choose(
    in world: ConnectFour, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    let start = ContinuousClock.now
    while start.duration(to: .now) < .milliseconds(15) {}
    return world.legalActions[0]
  }
}

/// Keeps every budget it was given.
final class Budgets {
  var seen: [Budget] = []
}

struct BudgetKeeper: Player {
  let budgets: Budgets
  func choose(
    in world: ConnectFour, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    budgets.seen.append(budget)
    return world.legalActions[0]
  }
}

@Suite struct TableTests {
  @Test func `the same seed gives the same record, another another`() throws {
    let table = Table(try ConnectFour())
    func record(_ seed: UInt64) -> GameRecord {
      table.play([RandomMover(), RandomMover()], names: ["a", "b"], opening: [3, 3], seed: seed)
    }
    #expect(record(1) == record(1))
    #expect(record(1) != record(2))
    #expect(record(1).opening == 2 && record(1).moves.prefix(2) == ["4", "4"])
    #expect(record(1).cause == .rules)
  }

  @Test(arguments: [-1, 7, Int.max, 0]) func `an illegal move loses`(_ bad: Int) throws {
    // Column 0 is full after six plies.
    let table = Table(try ConnectFour())
    let record = table.play(
      [ScriptedMover(), ScriptedMover(bad: bad, after: 6)], names: ["a", "b"], seed: 1)
    #expect(record.outcome.winner == .first)
    #expect(record.cause == .illegalMove)
    #expect(record.moves.count == 7)
  }

  @Test func `a player that gives up loses, and its last choice is not played`() throws {
    for (surrender, cause, reason) in [
      (Surrender.resignation, GameRecord.Cause.resignation, "second resigned"),
      (.failure("it died"), .failure, "second failed: it died"),
      (.silence("no answer"), .silence, "second failed: no answer"),
      (.illegalMove("d9"), .illegalMove, "second failed: d9"),
    ] {
      let record = Table(try ConnectFour()).play(
        [ScriptedMover(), Quitter(surrender: surrender)], names: ["a", "b"], seed: 1)
      #expect(record.outcome.winner == .first)
      #expect(record.cause == cause && record.reason == reason)
      #expect(record.moves.count == 1)
    }
  }

  @Test func `a player that gives up at a session throws`() throws {
    for surrender in [Surrender.resignation, .failure("no answer")] {
      var player = SeatedPlayer<ConnectFour>(Quitter(surrender: surrender))
      var random = RandomSource(seed: 1)
      #expect(throws: surrender) {
        try player.choose(
          in: Session(try ConnectFour()), within: .unlimited, using: &random)
      }
    }
  }

  @Test func `a player seated at another game fails there`() throws {
    var player = SeatedPlayer<ConnectFour>(ScriptedMover())
    var random = RandomSource(seed: 1)
    let session = Session(try Othello())
    player.begin(as: .first, in: session)
    player.observe(0, leadingTo: session)
    #expect(throws: Surrender.failure("a player of connect-four does not play othello")) {
      try player.choose(in: session, within: .unlimited, using: &random)
    }
  }

  @Test func `overstepping loses`() throws {
    let table = Table(
      try ConnectFour(), timeControl: .perMove(.milliseconds(5)), grace: .milliseconds(5),
      keepsTimes: true)
    let record = table.play([ScriptedMover(), SlowMover()], names: ["a", "b"], seed: 1)
    #expect(record.cause == .time)
    #expect(record.milliseconds?.count == record.moves.count + 1)
  }

  @Test func `a clock bounds thinking without asking for it`() throws {
    let budgets = Budgets()
    let table = Table(
      try ConnectFour(), budget: Budget(simulations: 9), timeControl: .perMove(.seconds(100)))
    let record = table.play(
      [BudgetKeeper(budgets: budgets), ScriptedMover()], names: ["a", "b"], seed: 1)
    #expect(record.cause == .rules && !budgets.seen.isEmpty)
    for budget in budgets.seen {
      #expect(budget.simulations == 9 && budget.time == nil)
      let limit = try #require(budget.timeBound)
      #expect(limit > .seconds(90) && limit < .seconds(100))
    }
    var both = Budget(time: .seconds(3), hardLimit: .seconds(2))
    #expect(both.timeBound == .seconds(2))
    both.hardLimit = nil
    #expect(both.timeBound == .seconds(3))
  }

  @Test func `a record survives its line of JSON`() throws {
    let table = Table(try ConnectFour(["columns": "5"]), optionsText: "columns=5", keepsTimes: true)
    let record = table.play(
      [RandomMover(), RandomMover()], names: ["a\"b", "c/d"], seed: .max)
    #expect(try GameRecord(jsonLine: record.jsonLine) == record)
    #expect(!record.jsonLine.contains("\n"))
    for broken in ["", "{}", "[]", String(record.jsonLine.dropLast(3))] {
      #expect(throws: GameRecordError.self) { try GameRecord(jsonLine: broken) }
    }
    try #require(record.winner != nil, "another seed: a drawn game names no winner")
    let badSeat = record.jsonLine.replacing("\"winner\":\"", with: "\"winner\":\"x")
    #expect(throws: GameRecordError.self) { try GameRecord(jsonLine: badSeat) }
  }

  @Test func `a line has the bytes of the general encoder`() {
    var random = RandomSource(seed: 8)
    let texts = ["", "a", "\"\\/", "日本 ü\u{1}\u{1f}\u{7f}\u{2028}", "\t\n\r\u{8}\u{c}", "e\u{301}"]
    func text() -> String { texts[random.below(texts.count)] }
    for _ in 0..<300 {
      var record = GameRecord(
        game: text(), options: text(), first: text(), second: text(), seed: random.next(),
        opening: random.below(9), moves: (0..<random.below(4)).map { _ in text() },
        milliseconds: random.below(2) == 0 ? nil : (0..<random.below(3)).map { $0 * 17 },
        outcome: Outcome(winner: [nil, .first, .second][random.below(3)], reason: text()),
        cause: [.rules, .illegalMove, .silence][random.below(3)])
      record.margin = [nil, 0, 7, 6.5, 0.1 + 0.2, 1e20, 1.5e-7, -0.0][random.below(8)]
      #expect(record.jsonLine == record.asJSONLine)
    }
  }

  @Test func `openings differ while the game has more`() throws {
    let game = try ConnectFour()
    let many = Openings.random(plies: 2, of: game, seed: 3)
    let first = (0..<49).map { many[$0] }
    #expect(Set(first.prefix(40)).count == 40)
    #expect(first.allSatisfy { $0.count == 2 })
    let again = Openings.random(plies: 2, of: game, seed: 3)
    #expect(again[30] == many[30] && again[3] == many[3])
    // Seven columns, two plies: then they come again, in the same order.
    #expect(many[60] == many[60 - (many.count ?? 0)] && (40...49).contains(many.count ?? 0))
    #expect(Openings.random(plies: 0, of: game, seed: 3)[2] == [])
    // Two cells: no opening of three plies exists.
    let tiny = try ConnectFour(["columns": "1", "rows": "2"])
    #expect(Openings.random(plies: 3, of: tiny, seed: 3)[0] == [0])
  }

  @Test func `a typed player sits at an erased session`() throws {
    var player: any SessionPlayer = SeatedPlayer<ConnectFour>(ScriptedMover())
    var session: any GameSession = Session(try ConnectFour())
    var random = RandomSource(seed: 1)
    player.begin(as: .first, in: session)
    while session.turn != nil {
      let action = try player.choose(in: session, within: .unlimited, using: &random)
      try session.play(action)
      player.observe(action, leadingTo: session)
    }
    #expect(session.outcome != nil)
  }
}
