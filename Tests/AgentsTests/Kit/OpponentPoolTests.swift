import ArenaCore
import Environments
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct OpponentPoolTests {
  private let blank: Network

  init() throws {
    blank = try Network(
      zeros: Architecture(
        input: .vector(2), trunk: [],
        heads: [Head(name: "values", layers: [.dense(outputs: 2)])]))
  }

  /// A network to be told from others by its first weight.
  private func marked(_ mark: Int) -> Network {
    var network = blank
    network.parameters[0] = Float(mark)
    return network
  }

  private func pool(
    _ count: Int, share: Double = 1, _ sampling: OpponentOptions.Sampling = .uniform
  ) -> OpponentPool {
    OpponentPool(
      OpponentOptions(count: count, share: share, sampling: sampling, interval: 10),
      environments: 4, random: RandomSource(seed: 1))
  }

  @Test func `a snapshot is taken each interval, frozen as it is then`() throws {
    var pool = pool(10)
    for steps in stride(from: 0, through: 60, by: 4) {
      pool.update(at: steps, with: marked(steps))
    }
    #expect(pool.snapshots.map(\.steps) == [12, 20, 32, 40, 52, 60])
    #expect(pool.snapshots.map { $0.network.parameters[0] } == [12, 20, 32, 40, 52, 60])
  }

  @Test func `a full pool spans the run, and always holds the newest`() throws {
    var pool = pool(5)
    for steps in stride(from: 10, through: 1000, by: 10) {
      pool.update(at: steps, with: marked(steps))
      #expect(pool.snapshots.last?.steps == steps && pool.snapshots.first?.steps == 10)
    }
    let gaps = zip(pool.snapshots.dropFirst(), pool.snapshots).map { $0.steps - $1.steps }
    #expect(pool.snapshots.count == 5 && gaps.allSatisfy { $0 >= 10 && $0 <= 520 }, "\(gaps)")
    var single = self.pool(1)
    for steps in [10, 20, 30] { single.update(at: steps, with: marked(0)) }
    #expect(single.snapshots.map(\.steps) == [30])
  }

  @Test func `a share of the games has a snapshot at either seat`() throws {
    var pool = pool(2, share: 0.25)
    pool.begin(at: 0)
    #expect(pool.games[0] == nil, "nobody is there yet")
    for steps in [10, 20] { pool.update(at: steps, with: marked(0)) }
    var counts: [OpponentPool.Game: Int] = [:]
    var alone = 0
    for _ in 0..<8000 {
      pool.begin(at: 3)
      if let game = pool.games[3] { counts[game, default: 0] += 1 } else { alone += 1 }
    }
    #expect(abs(alone - 6000) < 160, "5 deviations are 194")
    #expect(counts.count == 4)
    for (_, count) in counts { #expect(abs(count - 500) < 100) }
  }

  @Test func `who wins more is drawn more often, where that is asked for`() throws {
    for sampling in OpponentOptions.Sampling.allCases {
      var pool = pool(2, sampling)
      for steps in [10, 20] { pool.update(at: steps, with: marked(0)) }
      // The first snapshot loses all its games, the second wins them, at either seat.
      for game in 0..<400 {
        pool.begin(at: 0)
        let drawn = try #require(pool.games[0])
        let winner = drawn.snapshot == 1 ? drawn.seat : drawn.seat.opponent
        // The last move is the winner's or, as a blunder, the loser's.
        pool.end(
          at: 0, reward: game % 2 == 0 ? 1 : -1, for: game % 2 == 0 ? winner : winner.opponent)
      }
      #expect(pool.snapshots[0].score > 0.9 && pool.snapshots[1].score < 0.1)
      var second = 0
      for _ in 0..<1000 {
        pool.begin(at: 0)
        second += pool.games[0]?.snapshot ?? 0
      }
      #expect(sampling == .uniform ? abs(second - 500) < 80 : second > 950, "\(second)")
    }
  }

  @Test func `a saved pool comes back and draws the same, and what is none is refused`() throws {
    var pool = pool(3, .prioritised)
    for steps in [10, 20, 30, 40] { pool.update(at: steps, with: marked(steps)) }
    for slot in 0..<4 { pool.begin(at: slot) }
    pool.end(at: 0, reward: 1, for: .first)
    var archive = Safetensors()
    pool.save(to: &archive)
    var restored = self.pool(3, .prioritised)
    try restored.restore(from: archive, like: blank)
    #expect(restored.games == pool.games)
    #expect(restored.snapshots.map(\.steps) == pool.snapshots.map(\.steps))
    #expect(restored.snapshots.map(\.score) == pool.snapshots.map(\.score))
    #expect(
      restored.snapshots.map(\.network.parameters) == pool.snapshots.map(\.network.parameters))
    for slot in 0..<4 {
      pool.begin(at: slot)
      restored.begin(at: slot)
    }
    #expect(restored.games == pool.games)

    let forgeries: [(inout Safetensors) -> Void] = [
      { $0.set("opponents.games", [Int64(6), 0, 0, 0]) },
      { $0.set("opponents.games", [Int64(-2), 0, 0, 0]) },
      { $0.set("opponents.scores", [0.5, 0.5, 1.5]) },
      { $0.set("opponents.steps", [UInt64(30), 20, 10]) },
      { $0.set("opponents.1.parameters", [Float(1)]) },
    ]
    for forge in forgeries {
      var forged = archive
      forge(&forged)
      let before = restored.games
      #expect(throws: RunError.self) { try restored.restore(from: forged, like: blank) }
      #expect(restored.games == before)
    }
    var older = Safetensors()
    older.set("counts", [Int64(0)])
    try restored.restore(from: older, like: blank)
    #expect(restored.snapshots.isEmpty, "runs of before had no pool")
  }
}
