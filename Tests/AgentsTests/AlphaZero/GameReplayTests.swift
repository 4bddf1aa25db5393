import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct GameReplayTests {
  private let start: ConnectFour

  init() throws { start = try ConnectFour() }

  /// The first seat fills column 1 while the second fills column 2, and wins.
  private let record = RecordedGame(
    actions: [0, 1, 0, 1, 0, 1, 0],
    decisions: (0..<7).map { ply in
      RecordedGame.Decision(
        ply: ply, value: ply.isMultiple(of: 2) ? 0.5 : -0.5,
        actions: [UInt16(ply % 2), 6], probabilities: [0.75, 0.25])
    }, result: 1)

  private func options(_ given: [String: String] = [:]) throws -> ReplayOptions {
    try ReplayOptions(Options(given, for: ReplayOptions().specs))
  }

  private func replay(
    _ symmetries: [Symmetry], _ given: [String: String] = [:]
  ) throws -> GameReplay<ConnectFour> {
    var replay = GameReplay(start: start, symmetries: symmetries, options: try options(given))
    replay.add([record], capacity: 100)
    return replay
  }

  @Test func `a sample is a position of the game with its mover's view of policy and result`()
    throws
  {
    let replay = try replay(Array(start.symmetries.prefix(1)), ["outcome-weight": "0.5"])
    var batch = Batch(rows: 1, for: start, learnsPoints: false)
    var random = RandomSource(seed: 1)
    var seen: Set<Int> = []
    for _ in 0..<200 {
      replay.sample(into: &batch, row: 0, using: &random)
      let ply = Int(batch.observations.reduce(0, +))
      seen.insert(ply)
      var game = start
      for action in record.actions.prefix(ply) { game.play(Int(action)) }
      let isFirst = ply.isMultiple(of: 2)
      #expect(batch.observations == game.observation(as: isFirst ? .first : .second))
      #expect(batch.values[0] == (isFirst ? 0.75 : -0.75))
      batch.withRow(0) { policy, legal in
        #expect(policy[ply % 2] == 0.75)
        #expect(policy[6] == 0.25)
        #expect(policy.reduce(0, +) == 1)
        #expect((0..<7).allSatisfy { legal[$0] == game.isLegal($0) })
      }
    }
    #expect(seen == Set(0..<7))
  }

  @Test func `a symmetric image moves the board and the policy together`() throws {
    let mirror = try #require(start.symmetries.last)
    #expect(mirror.actions == [6, 5, 4, 3, 2, 1, 0])
    let replay = try replay([mirror, mirror])
    var batch = Batch(rows: 1, for: start, learnsPoints: false)
    var random = RandomSource(seed: 1)
    for _ in 0..<50 {
      replay.sample(into: &batch, row: 0, using: &random)
      let ply = Int(batch.observations.reduce(0, +))
      var game = start
      for action in record.actions.prefix(ply) { game.play(6 - Int(action)) }
      #expect(batch.observations == game.observation(as: ply.isMultiple(of: 2) ? .first : .second))
      batch.withRow(0) { policy, _ in #expect(policy[6 - ply % 2] == 0.75) }
    }
  }

  @Test func `the oldest games make room for new ones`() throws {
    var replay = GameReplay(start: start, symmetries: [], options: try options())
    for index in 0..<5 {
      var game = record
      game.result = Float(index)
      replay.add([game], capacity: 20)
    }
    #expect(replay.contents.map(\.result) == [3, 4])
    #expect(replay.count == 14)
  }

  @Test func `a proven value is the target whatever the result, unless that is turned off`() throws
  {
    for (trusts, expected) in [("true", Float(-1)), ("false", 0.4)] {
      let options = ["proven-labels": trusts, "outcome-weight": "0.7", "symmetry": "false"]
      var replay = GameReplay(
        start: start, symmetries: Array(start.symmetries.prefix(1)),
        options: try self.options(options))
      let proven = RecordedGame.Decision(
        ply: 0, value: -1, actions: [3], probabilities: [1], isProven: true)
      replay.add([RecordedGame(actions: [3], decisions: [proven], result: 1)], capacity: 10)
      var batch = Batch(rows: 1, for: start, learnsPoints: false)
      replay.write(replay.positions[0], to: &batch, row: 0)
      #expect(abs(batch.values[0] - expected) < 1e-6)
    }
  }

  @Test func `the reply is the next ply's policy, in the same image`() throws {
    let mirror = try #require(start.symmetries.last)
    let replay = try replay([mirror, mirror])
    var batch = Batch(rows: 1, for: start, learnsPoints: false)
    for (ply, position) in replay.positions.enumerated() {
      replay.write(position, mirror, to: &batch, row: 0)
      #expect(batch.hasReply[0] == (ply < 6))
      if ply < 6 {
        batch.withReply(0) { #expect($0[6 - (ply + 1) % 2] == 0.75 && $0[0] == 0.25) }
      }
    }
  }

  @Test func `a ply that was not searched in full is no reply`() throws {
    var sparse = record
    sparse.decisions.remove(at: 1)
    var replay = GameReplay(
      start: start, symmetries: Array(start.symmetries.prefix(1)), options: try options())
    replay.add([sparse], capacity: 100)
    var batch = Batch(rows: 1, for: start, learnsPoints: false)
    replay.write(replay.positions[0], to: &batch, row: 0)
    #expect(!batch.hasReply[0])
  }

  /// Black takes the middle of 3x3 and both pass: all nine points are black's, less a komi of 7.5.
  @Test(arguments: [0, 1, 2])
  func `owners and margin are those of the finished board, from the mover's view`(
    _ ply: Int
  ) throws {
    let start = try GoLite(["columns": "3", "rows": "3"])
    let middle = try #require(start.action(from: "b2"))
    let pass = try #require(start.action(from: "pass"))
    let actions = [middle, pass, pass].map(UInt16.init)
    let decision = RecordedGame.Decision(
      ply: ply, value: 0, actions: [actions[ply]], probabilities: [1])
    for plies in [3, 2] where ply < plies {
      var replay = GameReplay(
        start: start, symmetries: start.symmetries, options: try options())
      replay.add(
        [RecordedGame(actions: Array(actions.prefix(plies)), decisions: [decision], result: 1)],
        capacity: 10)
      var batch = Batch(rows: 1, for: start, learnsPoints: true)
      replay.write(replay.positions[0], to: &batch, row: 0)
      // A game that ended early has no final board.
      #expect(batch.hasPoints[0] == (plies == 3))
      guard plies == 3 else { continue }
      let sign: Float = ply == 1 ? -1 : 1
      batch.withOwnership(0) { owners in #expect(owners.allSatisfy { $0 == sign }) }
      #expect(abs(batch.margins[0] - sign * 1.5 / 9) < 1e-6)
    }
  }

  /// Black and white hold opposite corners of 3x3 and pass: no image of it is like another.
  @Test func `an image's targets are those of the game played in that image`() throws {
    let start = try GoLite(["columns": "3", "rows": "3"])
    let points = ["a1", "b3", "a2"].map { start.action(from: $0) }
    let moves = try points.map { try #require($0) } + [9, 9]
    let decision = RecordedGame.Decision(
      ply: 1, value: 0, actions: [UInt16(moves[1])], probabilities: [1])
    let record = RecordedGame(actions: moves.map(UInt16.init), decisions: [decision], result: 1)
    for symmetry in start.symmetries {
      var replay = GameReplay(
        start: start, symmetries: [symmetry, symmetry], options: try options())
      replay.add([record], capacity: 10)
      var batch = Batch(rows: 1, for: start, learnsPoints: true)
      replay.write(replay.positions[0], symmetry, to: &batch, row: 0)

      var image = start
      image.play(symmetry.actions[moves[0]])
      #expect(batch.observations == image.observation(as: .second))
      batch.withRow(0) { policy, legal in
        #expect((0..<10).allSatisfy { legal[$0] == image.isLegal($0) })
        #expect(policy[symmetry.actions[moves[1]]] == 1)
      }
      for move in moves.dropFirst() { image.play(symmetry.actions[move]) }
      var owners = [Float](repeating: 0, count: 9)
      var ownersSpan = owners.mutableSpan
      image.ownership(for: .second, into: &ownersSpan)
      batch.withOwnership(0) { #expect(Array($0) == owners) }
    }
  }

  @Test func `a position's result is that of its game, from the mover's view`() throws {
    let replay = try replay(Array(start.symmetries.prefix(1)))
    #expect(replay.positions.map { replay.result(at: $0) } == [1, -1, 1, -1, 1, -1, 1])
  }

  @Test func `surprising positions are drawn in proportion to their weights`() throws {
    var surprising = record
    surprising.decisions[4].surprise = 3
    surprising.decisions[5].surprise = 1
    var replay = GameReplay(
      start: start, symmetries: Array(start.symmetries.prefix(1)),
      options: try options(["policy-surprise-weight": "0.5"]))
    replay.add([surprising], capacity: 100)
    var batch = Batch(rows: 1, for: start, learnsPoints: false)
    var random = RandomSource(seed: 3)
    var drawn = [Double](repeating: 0, count: 7)
    for _ in 0..<20_000 {
      replay.sample(into: &batch, row: 0, using: &random)
      drawn[Int(batch.observations.reduce(0, +))] += 1.0 / 20_000
    }
    // Half evenly over seven, half by 3 : 1 over two.
    let even = 0.5 / 7
    for (ply, share) in drawn.enumerated() {
      let expected = even + (ply == 4 ? 0.375 : ply == 5 ? 0.125 : 0)
      #expect(abs(share - expected) < 0.012, "ply \(ply)")
    }
  }

  @Test func `games come back from an archive as they were`() throws {
    var archive = Safetensors()
    var unfinished = record
    unfinished.actions.removeLast()
    unfinished.decisions.removeLast(2)
    unfinished.result = 0
    unfinished.decisions[2].isProven = true
    unfinished.decisions[3].surprise = 0.125
    RecordedGame.save([record, unfinished].map { PackedGame($0) }, as: "games.", to: &archive)
    let games = try RecordedGame.restore(as: "games.", from: archive, start: start)
    #expect(games == [record, unfinished])
  }

  @Test func `an archive with an illegal game is refused`() throws {
    for actions: [UInt16] in [[0, 0, 0, 0, 0, 0, 0], [7], [0, 1, 0, 1, 0, 1, 0, 2]] {
      var archive = Safetensors()
      var bad = record
      bad.actions = actions
      bad.decisions = []
      RecordedGame.save([PackedGame(bad)], as: "games.", to: &archive)
      #expect(throws: RunError.self) {
        try RecordedGame.restore(as: "games.", from: archive, start: start)
      }
    }
  }

  @Test func `an archive whose tensors do not fit together is refused`() throws {
    var archive = Safetensors()
    RecordedGame.save([PackedGame(record)], as: "games.", to: &archive)
    var negative = archive
    negative.set("games.lengths", [Int32(7), -1])
    #expect(throws: RunError.self) {
      try RecordedGame.restore(as: "games.", from: negative, start: start)
    }
    for name in ["lengths", "actions", "results", "decisions", "values", "probabilities"] {
      var broken = archive
      if name == "lengths" || name == "actions" || name == "decisions" {
        broken.set("games.\(name)", [Int32(1)])
      } else {
        broken.set("games.\(name)", [Float]())
      }
      #expect(throws: (any Error).self, "\(name)") {
        let games = try RecordedGame.restore(as: "games.", from: broken, start: start)
        if games != [record] { throw RunError.mismatch("silently different") }
      }
    }
  }
}
