import ArenaCore
import Environments
import NeuralCore
import Training

/// Frozen networks of earlier in the run, and the games of self-play that they have a seat in.
///
/// In such a game the learner has the other seat, drawn evenly, and learns from that seat's steps
/// alone. The pool spans the run: where it is full, the snapshot whose neighbours in time are closest
/// makes room for the newest. A game that is running against that one goes on against the newest.
///
/// Source: Bansal et al. 2017, Emergent Complexity via Multi-Agent Competition, section 4.2; Vinyals
/// et al. 2019 (prioritised sampling).
struct OpponentPool {
  /// One opponent.
  struct Snapshot {
    let network: Network
    /// When it was taken.
    let steps: Int
    /// What the learner scores against it, 0 ... 1, the newest games counting most.
    fileprivate(set) var score = Self.even
    fileprivate let predictor: Predictor

    fileprivate static let even = 0.5
    /// What the newest game counts for.
    fileprivate static let weight = 0.05

    fileprivate init(_ network: Network, steps: Int, environments: Int) {
      self.network = network
      self.steps = steps
      predictor = Predictor(network, capacity: environments)
    }
  }

  /// What a snapshot plays in one environment.
  struct Game: Hashable {
    /// Its place among the snapshots.
    var snapshot: Int
    /// The snapshot's seat; the learner has the other.
    var seat: Seat
  }

  let options: OpponentOptions
  /// Oldest first.
  private(set) var snapshots: [Snapshot] = []
  /// The snapshot's part in each environment's game; nil where the learner plays both seats.
  private(set) var games: [Game?]  // [environments]
  /// Where each environment whose next step is a snapshot's lies in its predictor.
  private var rows: [Int?]  // [environments]
  private var random: RandomSource

  init(_ options: OpponentOptions, environments: Int, random: RandomSource) {
    self.options = options
    self.random = random
    games = [Game?](repeating: nil, count: environments)
    rows = [Int?](repeating: nil, count: environments)
  }

  // MARK: Snapshots

  /// Takes a snapshot where one is due.
  ///
  /// - Parameter steps: those of the run so far.
  mutating func update(at steps: Int, with network: @autoclosure () -> Network) {
    guard options.count > 0,
      steps / options.interval > (snapshots.last?.steps ?? 0) / options.interval
    else { return }
    let taken = Snapshot(network(), steps: steps, environments: games.count)
    guard snapshots.count == options.count else {
      snapshots.append(taken)
      return
    }
    let leaving = dispensable(before: steps)
    snapshots.remove(at: leaving)
    snapshots.append(taken)
    for slot in games.indices {
      guard let place = games[slot]?.snapshot else { continue }
      games[slot]?.snapshot =
        place == leaving ? snapshots.count - 1 : place - (place > leaving ? 1 : 0)
    }
  }

  /// The snapshot whose leaving opens the smallest gap in time; never the oldest, unless it is alone.
  private func dispensable(before steps: Int) -> Int {
    guard snapshots.count > 1 else { return 0 }
    let times: [Int] = snapshots.map(\.steps) + [steps]
    var (place, smallest) = (1, Int.max)
    for candidate in 1..<snapshots.count {
      let gap = times[candidate + 1] - times[candidate - 1]
      if gap < smallest { (place, smallest) = (candidate, gap) }
    }
    return place
  }

  /// What the learner scores against the pool, 0 ... 1; nan while there is none.
  var score: Double {
    snapshots.isEmpty ? .nan : snapshots.reduce(0) { $0 + $1.score } / Double(snapshots.count)
  }

  /// The pool's metrics; none where no pool is kept.
  var metrics: [Metric] { options.count > 0 ? [Metric("pool_score", score)] : [] }

  // MARK: Games

  /// Draws who plays the new game of an environment.
  mutating func begin(at slot: Int) {
    guard !snapshots.isEmpty, random.uniform() < options.share else {
      games[slot] = nil
      return
    }
    games[slot] = Game(snapshot: draw(), seat: random.below(2) == 0 ? .first : .second)
  }

  private mutating func draw() -> Int {
    guard options.sampling == .prioritised else { return random.below(snapshots.count) }
    // None is ever out of the draw.
    let weights = snapshots.map { ($0.score - 1) * ($0.score - 1) + 0.001 }
    var rest = random.uniform() * weights.reduce(0, +)
    for (place, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return place }
    }
    return weights.count - 1
  }

  /// Runs the snapshots whose turn it is.
  ///
  /// - Parameter scale: what the learner sees observations by: the moments move little in the life of
  ///   a pool.
  mutating func think<World>(
    in environments: VectorEnvironment<World>, by scale: ObservationScale? = nil
  ) {
    guard !snapshots.isEmpty else { return }
    let width = environments.featureCount
    var counts = [Int](repeating: 0, count: snapshots.count)
    for slot in games.indices {
      rows[slot] = nil
      guard let game = games[slot], environments.environments[slot].turn == game.seat else {
        continue
      }
      let row = counts[game.snapshot]
      let inputs = snapshots[game.snapshot].predictor.inputs
      inputs.set(row, to: environments.observations, row: slot, width: width)
      scale?.apply(to: inputs.row(row, width: width))
      rows[slot] = row
      counts[game.snapshot] += 1
    }
    for (place, count) in counts.enumerated() where count > 0 {
      snapshots[place].predictor.run(count: count)
    }
  }

  /// The last run, and the row in it, that the step of an environment is chosen by; nil where it is
  /// the learner's.
  func choice(at slot: Int) -> (predictor: Predictor, row: Int)? {
    guard let row = rows[slot], let game = games[slot] else { return nil }
    return (snapshots[game.snapshot].predictor, row)
  }

  /// Takes note of how a game ended.
  ///
  /// - Parameters:
  ///   - reward: of the last step.
  ///   - seat: that made it.
  mutating func end(at slot: Int, reward: Double, for seat: Seat) {
    guard let game = games[slot] else { return }
    let own = game.seat == seat ? -reward : reward
    let score = max(0, min(1, (1 + own) / 2))
    snapshots[game.snapshot].score +=
      Snapshot.weight * (score - snapshots[game.snapshot].score)
  }

  // MARK: Saving

  func save(to archive: inout Safetensors) {
    guard options.count > 0 else { return }
    archive.add(random, as: "opponents.chance")
    archive.set("opponents.steps", snapshots.map { UInt64($0.steps) })
    archive.set("opponents.scores", snapshots.map(\.score))
    for (place, snapshot) in snapshots.enumerated() {
      archive.set("opponents.\(place).parameters", snapshot.network.parameters)
    }
    let words: [Int64] = games.map { game in
      guard let game else { return -1 }
      return Int64(2 * game.snapshot + game.seat.rawValue)
    }
    archive.set("opponents.games", words)
  }

  /// - Parameter network: any of the learner's architecture.
  /// - Throws: `RunError`, changing nothing, for what is no such pool.
  mutating func restore(from archive: Safetensors, like network: Network) throws {
    guard options.count > 0 else { return }
    var restored = OpponentPool(options, environments: games.count, random: random)
    // States of runs that began before there was a pool have none.
    guard archive.names.contains("opponents.steps") else {
      self = restored
      return
    }
    restored.random = try archive.random("opponents.chance")
    let steps = try archive.values("opponents.steps", as: UInt64.self)
    let scores = try archive.finiteArray(
      "opponents.scores", as: Double.self, count: steps.count)
    guard steps.count <= options.count, steps.allSatisfy({ $0 <= 1 << 53 }),
      zip(steps, steps.dropFirst()).allSatisfy({ $0 < $1 }),
      scores.allSatisfy({ (0...1).contains($0) })
    else { throw RunError.mismatch("opponents.* are no pool of at most \(options.count)") }
    for place in steps.indices {
      var network = network
      network.parameters = try archive.finiteArray(
        "opponents.\(place).parameters", as: Float.self, count: network.parameters.count)
      var snapshot = Snapshot(network, steps: Int(steps[place]), environments: games.count)
      snapshot.score = scores[place]
      restored.snapshots.append(snapshot)
    }
    let words = try archive.array("opponents.games", as: Int64.self, count: games.count)
    guard words.allSatisfy({ (-1..<2 * Int64(steps.count)).contains($0) }) else {
      throw RunError.mismatch("opponents.games has a game against none of the pool")
    }
    restored.games = words.map { word in
      word < 0 ? nil : Game(snapshot: Int(word / 2), seat: word % 2 == 0 ? .first : .second)
    }
    self = restored
  }
}
