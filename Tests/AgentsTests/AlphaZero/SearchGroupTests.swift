import ArenaCore
import Dispatch
import Environments
import Match
import NeuralCore
import Search
import Synchronization
import Testing

@testable import Agents
@testable import Training

/// House players that search in many games together.
@Suite struct SearchGroupTests {
  private let start: MNK
  private let network: Network

  init() throws {
    start = try MNK(["columns": "5", "rows": "5", "length": "4"])
    var random = RandomSource(seed: 2)
    var network = try Network(
      AlphaZeroNetwork.architecture(for: start, .init(blocks: 0, channels: 8)), using: &random)
    for index in network.parameters.indices {
      network.parameters[index] = Float(random.normal()) * 0.3
    }
    self.network = network
  }

  private func options(_ simulations: Int, _ more: [String: String] = [:]) throws -> Options {
    try Options(
      more.merging(["simulations": "\(simulations)", "leaves": "1"]) { $1 },
      for: SearchPlayerOptions().specs)
  }

  private func group(threads: Int) throws -> any GameGroup<MNK> {
    let play: GroupPlay<MNK> = AlphaZero.groupPlay()
    return try play.makeGroup(
      start, TrainedNetwork(network, ofRun: "test"), options(1), threads, EvaluationCounter())
  }

  /// Asks for all turns at once and waits for the answers, in their order.
  private func choices(
    of turns: [(game: Int, session: Session<MNK>, options: Options)], by group: any GameGroup<MNK>,
    budget: Budget = .unlimited
  ) -> [Result<Int, Surrender>?] {
    let answers = Mutex([Result<Int, Surrender>?](repeating: nil, count: turns.count))
    let done = DispatchSemaphore(value: 0)
    for (index, turn) in turns.enumerated() {
      group.think(
        GameTurn(
          turn: GroupTurn(
            game: turn.game, seat: turn.session.turn ?? .first, session: turn.session,
            budget: budget, seed: 1, began: {},
            decided: { answer in
              answers.withLock { $0[index] = answer }
              done.signal()
            }), position: turn.session.game, options: turn.options))
    }
    for _ in turns where done.wait(timeout: .now() + 60) == .timedOut { break }
    return answers.withLock { $0 }
  }

  @Test(arguments: [1, 3])
  func `in a hundred games at three strengths they play what each would play alone`(
    _ threads: Int
  ) throws {
    let group = try group(threads: threads)
    let strengths = [1, 7, 30]
    var games = (0..<100).map { (game: $0, session: Session(start), ply: 0) }
    var alone = games.flatMap { game in
      Seat.allCases.map { seat in
        let options = try? SearchPlayerOptions().applying(options(strengths[game.game % 3]))
        var player = AlphaZero.player(network, for: start, options ?? SearchPlayerOptions())
        player.begin(as: seat, in: start)
        return player
      }
    }
    var random = RandomSource(seed: 3)
    // Games of different lengths, which begin differently.
    for index in games.indices {
      for _ in 0..<random.below(4) {
        let legal = games[index].session.legalActions
        try games[index].session.play(legal[random.below(legal.count)])
      }
    }
    var moves = 0
    while true {
      let running = games.indices.filter { games[$0].session.turn != nil }
      guard !running.isEmpty, moves < 600 else { break }
      let turns = try running.map { index in
        (
          game: games[index].game, session: games[index].session,
          options: try options(strengths[index % 3])
        )
      }
      for (index, answer) in zip(running, choices(of: turns, by: group)) {
        let session = games[index].session
        guard case .success(let action)? = answer, let seat = session.turn else {
          Issue.record("game \(index): \(String(describing: answer))")
          return
        }
        let own = 2 * index + seat.rawValue
        let expected = alone[own].choose(in: session.game, within: .unlimited, using: &random)
        #expect(action == expected, "game \(index), ply \(session.ply)")
        try games[index].session.play(action)
        for player in [2 * index, 2 * index + 1] {
          alone[player].observe(action, leadingTo: games[index].session.game)
        }
        moves += 1
      }
    }
    #expect(moves > 300)
  }

  @Test func `a move taken back, and a game that was forgotten, begin anew`() throws {
    let group = try group(threads: 1)
    let options = try options(20)
    var session = Session(start)
    let first = choices(of: [(1, session, options)], by: group)[0]
    // Another line than the one that the tree knows.
    for action in [12, 6] { try session.play(action) }
    let second = choices(of: [(1, session, options)], by: group)[0]
    session.reset()
    #expect(choices(of: [(1, session, options)], by: group)[0] == first)
    group.forget(game: 1)
    for action in [12, 6] { try session.play(action) }
    #expect(choices(of: [(1, session, options)], by: group)[0] == second)
  }

  @Test func `a turn without time takes the first answer, and a turn that is replaced none`() throws
  {
    let group = try group(threads: 1)
    let session = Session(start)
    let long = try options(10_000_000)
    let answer = choices(
      of: [(1, session, long)], by: group, budget: Budget(hardLimit: .milliseconds(1)))[0]
    #expect(answer != nil)
    let heard = Mutex(0)
    let done = DispatchSemaphore(value: 0)
    for number in 1...2 {
      group.think(
        GameTurn(
          turn: GroupTurn(
            game: 2, seat: .first, session: session,
            budget: number == 1 ? .unlimited : Budget(hardLimit: .milliseconds(1)), seed: 1,
            began: {},
            decided: { _ in
              heard.withLock { $0 += number }
              done.signal()
            }), position: session.game, options: long))
    }
    #expect(done.wait(timeout: .now() + 60) == .success)
    #expect(heard.withLock { $0 } == 2)
  }

  @Test func `a network whose numbers are none fails`() throws {
    var broken = network
    for index in broken.parameters.indices { broken.parameters[index] = .nan }
    let play: GroupPlay<MNK> = AlphaZero.groupPlay()
    let group = try play.makeGroup(
      start, TrainedNetwork(broken, ofRun: "test"), options(1), 1, EvaluationCounter())
    #expect(
      choices(of: [(1, Session(start), try options(8))], by: group)[0] == .failure(.nonFinite))
  }

  @Test func `an analysis finds a win in one and the line to it`() throws {
    var session = Session(start)
    // Three in a row of the first seat, open at 3.
    for action in [0, 20, 1, 21, 2, 23] { try session.play(action) }
    let analyst = TreeAnalyst<ProvingEvaluator<PlayoutEvaluator<MNK>>>.playouts(of: MNK.self)
    #expect(analyst.analyses(session))
    let analysis = try analyst.analyse(session, simulations: 200, limit: .seconds(20))
    #expect(analysis.value == 1 && analysis.proof == .init(value: 1, plies: 1))
    #expect(analysis.variation == [3] && analysis.candidates.first?.action == 3)
    // Of the loser's side: every move loses.
    try session.play(10)
    let lost = try analyst.analyse(session, simulations: 400, limit: .seconds(20))
    #expect(lost.proof == nil || lost.proof?.value == 1, "22 wins in one for the second seat")
    #expect(lost.variation.first == 22)
  }
}
