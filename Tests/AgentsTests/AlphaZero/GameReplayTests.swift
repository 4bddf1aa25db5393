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

  private func replay(_ symmetries: [Symmetry]) -> GameReplay<ConnectFour> {
    var replay = GameReplay(start: start, symmetries: symmetries, capacity: 100)
    replay.add([record])
    return replay
  }

  @Test func `a sample is a position of the game with its mover's view of policy and result`() {
    var replay = replay(Array(start.symmetries.prefix(1)))
    var targets = BatchTargets(batch: 1, actionCount: 7)
    var random = RandomSource(seed: 1)
    var seen: Set<Int> = []
    for _ in 0..<200 {
      var features = [Float](repeating: 0, count: start.observationShape.count)
      var span = features.mutableSpan
      replay.sample(features: &span, targets: &targets, row: 0, resultWeight: 0.5, using: &random)
      let ply = Int(features.reduce(0, +))
      seen.insert(ply)
      var game = start
      for action in record.actions.prefix(ply) { game.play(Int(action)) }
      let isFirst = ply.isMultiple(of: 2)
      #expect(features == game.observation(as: isFirst ? .first : .second))
      #expect(targets.values[0] == (isFirst ? 0.75 : -0.75))
      targets.withRow(0) { policy, legal in
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
    var replay = replay([mirror, mirror])
    var targets = BatchTargets(batch: 1, actionCount: 7)
    var random = RandomSource(seed: 1)
    for _ in 0..<50 {
      var features = [Float](repeating: 0, count: start.observationShape.count)
      var span = features.mutableSpan
      replay.sample(features: &span, targets: &targets, row: 0, resultWeight: 1, using: &random)
      let ply = Int(features.reduce(0, +))
      var game = start
      for action in record.actions.prefix(ply) { game.play(6 - Int(action)) }
      #expect(features == game.observation(as: ply.isMultiple(of: 2) ? .first : .second))
      targets.withRow(0) { policy, _ in #expect(policy[6 - ply % 2] == 0.75) }
    }
  }

  @Test func `the oldest games make room for new ones`() {
    var replay = GameReplay(start: start, symmetries: [], capacity: 20)
    for index in 0..<5 {
      var game = record
      game.result = Float(index)
      replay.add([game])
    }
    #expect(replay.contents.map(\.result) == [3, 4])
    #expect(replay.count == 14)
  }

  @Test func `games come back from an archive as they were`() throws {
    var archive = Safetensors()
    var unfinished = record
    unfinished.actions.removeLast()
    unfinished.decisions.removeLast(2)
    unfinished.result = 0
    RecordedGame.save([record, unfinished], as: "games.", to: &archive)
    let games = try RecordedGame.restore(as: "games.", from: archive, start: start)
    #expect(games == [record, unfinished])
  }

  @Test func `an archive with an illegal game is refused`() throws {
    for actions: [UInt16] in [[0, 0, 0, 0, 0, 0, 0], [7], [0, 1, 0, 1, 0, 1, 0, 2]] {
      var archive = Safetensors()
      var bad = record
      bad.actions = actions
      bad.decisions = []
      RecordedGame.save([bad], as: "games.", to: &archive)
      #expect(throws: RunError.self) {
        try RecordedGame.restore(as: "games.", from: archive, start: start)
      }
    }
  }

  @Test func `an archive whose tensors do not fit together is refused`() throws {
    var archive = Safetensors()
    RecordedGame.save([record], as: "games.", to: &archive)
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
