import ArenaCore
import NeuralCore
import Training

/// The window of recent self-play games that the learner draws its batches from.
struct GameReplay<Game: BoardGame> {
  private let start: Game
  private let symmetries: [Symmetry]
  private let capacity: Int
  private var games: [RecordedGame] = []
  private var plain: [Float]  // one observation before its symmetry
  /// Every position of the window: the game's index and the decision's.
  private var positions: [(game: Int32, decision: Int32)] = []

  /// - Parameters:
  ///   - start: the starting position that all games are replayed from.
  ///   - symmetries: the images that `sample` draws from; the identity alone turns that off.
  ///   - capacity: the most positions to hold; older games are dropped whole.
  init(start: Game, symmetries: [Symmetry], capacity: Int) {
    self.start = start
    self.symmetries = symmetries
    self.capacity = capacity
    plain = [Float](repeating: 0, count: start.observationShape.count)
  }

  /// The games of the window, oldest first.
  var contents: [RecordedGame] { games }

  /// The number of positions to draw from.
  var count: Int { positions.count }

  /// Forgets the window and holds these games instead, oldest first.
  mutating func replaceAll(with new: [RecordedGame]) {
    games = []
    add(new)
  }

  /// Adds games in order and drops the oldest ones beyond the capacity.
  mutating func add(_ new: [RecordedGame]) {
    games += new
    var held = games.reduce(0) { $0 + $1.decisions.count }
    var dropped = 0
    while held > capacity && dropped < games.count - 1 {
      held -= games[dropped].decisions.count
      dropped += 1
    }
    games.removeFirst(dropped)
    positions.removeAll(keepingCapacity: true)
    for (index, game) in games.enumerated() {
      for decision in game.decisions.indices {
        positions.append((Int32(index), Int32(decision)))
      }
    }
  }

  /// Draws one position, uniformly and in a random symmetric image, and writes it as one row of a
  /// batch.
  ///
  /// - Parameters:
  ///   - features: `[observation]`, what the seat to move sees.
  ///   - targets: where the row's targets go.
  mutating func sample(
    features: inout MutableSpan<Float>, targets: inout BatchTargets, row: Int,
    resultWeight: Float, using random: inout RandomSource
  ) {
    let position = positions[random.below(positions.count)]
    let symmetry = symmetries[random.below(symmetries.count)]
    let record = games[Int(position.game)]
    let decision = record.decisions[Int(position.decision)]
    var game = start
    for action in record.actions.prefix(decision.ply) { game.play(Int(action)) }
    let seat = game.turn!

    if symmetries.count == 1 {
      game.observe(as: seat, into: &features)
    } else {
      var span = plain.mutableSpan
      game.observe(as: seat, into: &span)
      symmetry.apply(toPlanes: plain.span, into: &features)
    }
    targets.clear(row)
    game.appendLegalActions(to: &targets.legalScratch)
    for action in targets.legalScratch { targets.allow(symmetry.actions[action], in: row) }
    for (action, probability) in zip(decision.actions, decision.probabilities) {
      targets.setPolicy(symmetry.actions[Int(action)], probability, in: row)
    }
    let result = seat == .first ? record.result : -record.result
    targets.values[row] = resultWeight * result + (1 - resultWeight) * decision.value
  }
}
