import ArenaCore
import NeuralCore

/// The window of recent self-play games that the learner draws its batches from.
struct GameReplay<Game: BoardGame> {
  /// A position of the window.
  struct Position: Sendable {
    fileprivate var game: Int32
    fileprivate var decision: Int32
  }

  private let start: Game
  private let symmetries: [Symmetry]
  private let options: ReplayOptions
  private var games: [PackedGame] = []
  private(set) var positions: [Position] = []
  /// For each position the sum of the weights up to and with it.
  private var weightSums: [Double] = []

  /// - Parameters:
  ///   - start: the starting position that all games are replayed from.
  ///   - symmetries: the images that `sample` draws from; the identity alone turns that off.
  init(start: Game, symmetries: [Symmetry], options: ReplayOptions) {
    self.start = start
    self.symmetries = symmetries
    self.options = options
  }

  /// The games of the window, oldest first.
  var contents: [RecordedGame] { games.map(\.unpacked) }

  /// Adds the games to an archive as tensors whose names start with `prefix`.
  func save(as prefix: String, to archive: inout Safetensors) {
    RecordedGame.save(games, as: prefix, to: &archive)
  }

  /// Bytes that the window's games and their index take.
  var byteCount: Int {
    games.reduce(0) { $0 + $1.byteCount + MemoryLayout<PackedGame>.stride }
      + positions.count * (MemoryLayout<Position>.stride + MemoryLayout<Double>.stride)
  }

  /// The number of positions to draw from.
  var count: Int { positions.count }

  /// Forgets the window and holds these games instead, oldest first.
  mutating func replaceAll(with new: [RecordedGame]) {
    games = []
    add(new, capacity: .max)
  }

  /// Adds games in order and drops the oldest ones, whole, while more than `capacity` positions are
  /// held.
  mutating func add(_ new: [RecordedGame], capacity: Int) {
    games += new.map(PackedGame.init)
    var held = games.reduce(0) { $0 + $1.decisionCount }
    var dropped = 0
    while held > capacity && dropped < games.count - 1 {
      held -= games[dropped].decisionCount
      dropped += 1
    }
    games.removeFirst(dropped)
    index()
  }

  private mutating func index() {
    positions.removeAll(keepingCapacity: true)
    weightSums.removeAll(keepingCapacity: true)
    var sum = 0.0
    for (index, game) in games.enumerated() {
      let weights = SampleWeights.weights(
        surprises: (0..<game.decisionCount).map(game.surprise), share: options.surpriseShare)
      for (decision, weight) in weights.enumerated() {
        sum += weight
        positions.append(Position(game: Int32(index), decision: Int32(decision)))
        weightSums.append(sum)
      }
    }
  }

  // MARK: Drawing

  /// Draws one position by its weight, in a random symmetric image, and writes it as one row of a
  /// batch.
  func sample(into batch: inout Batch, row: Int, using random: inout RandomSource) {
    let position = draw(using: &random)
    let symmetry = symmetries[random.below(symmetries.count)]
    write(position, symmetries.count == 1 ? nil : symmetry, to: &batch, row: row)
  }

  private func draw(using random: inout RandomSource) -> Position {
    let target = random.uniform() * (weightSums.last ?? 0)
    // The first position whose sum is above the target.
    var (low, high) = (0, positions.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if weightSums[middle] > target { high = middle } else { low = middle + 1 }
    }
    return positions[low]
  }

  /// The result of the game of a position, from the view of the seat to move there.
  func result(at position: Position) -> Float {
    let record = games[Int(position.game)]
    let board = board(before: record.ply(Int(position.decision)), of: record)
    return board.turn == .second ? -record.result : record.result
  }

  /// The game that a position is of, how many moves were played before and what the search found
  /// there, from the view of the seat to move.
  func facts(of position: Position) -> (game: Int, ply: Int, value: Float) {
    let record = games[Int(position.game)]
    let decision = Int(position.decision)
    return (Int(position.game), record.ply(decision), record.value(decision))
  }

  private func board(before ply: Int, of record: PackedGame) -> Game {
    var board = start
    for action in record.moves.prefix(ply) { board.play(Int(action)) }
    return board
  }

  /// Writes a position, or an image of it, as one row of a batch.
  func write(_ position: Position, _ symmetry: Symmetry? = nil, to batch: inout Batch, row: Int) {
    let record = games[Int(position.game)]
    let decision = Int(position.decision)
    var game = board(before: record.ply(decision), of: record)
    guard let seat = game.turn else { preconditionFailure("a decision in a finished game") }

    batch.begin(row, with: game, as: seat, seenThrough: symmetry)
    for (action, probability) in zip(
      record.policyActions(decision), record.probabilities(decision))
    {
      batch.setPolicy(symmetry.image(ofAction: action), probability, in: row)
    }
    batch.values[row] = value(
      of: decision, in: record, result: seat == .first ? record.result : -record.result)
    writeReply(to: position, of: record, symmetry, to: &batch, row: row)
    if batch.cellCount > 0 {
      for action in record.moves.dropFirst(record.ply(decision)) { game.play(Int(action)) }
      // A game that ended early has no final board.
      if game.outcome != nil, let board = game as? any Scored {
        batch.setPoints(of: board, for: seat, seenThrough: symmetry, in: row)
      }
    }
  }

  /// What a decision's value should have been, from the view of the seat to move.
  private func value(of decision: Int, in record: PackedGame, result: Float) -> Float {
    let found = record.value(decision)
    if options.trustsProofs && record.isProven(decision) { return found }
    let weight = Float(options.resultWeight)
    return weight * result + (1 - weight) * found
  }

  /// The next ply's policy, where it was searched in full.
  private func writeReply(
    to position: Position, of record: PackedGame, _ symmetry: Symmetry?, to batch: inout Batch,
    row: Int
  ) {
    let next = Int(position.decision) + 1
    guard next < record.decisionCount, record.ply(next) == record.ply(next - 1) + 1 else {
      return
    }
    batch.hasReply[row] = true
    for (action, probability) in zip(record.policyActions(next), record.probabilities(next)) {
      batch.setReply(symmetry.image(ofAction: action), probability, in: row)
    }
  }
}

extension Symmetry? {
  /// Where an action goes; nil leaves all where they are.
  fileprivate func image(ofAction action: UInt16) -> Int {
    self?.actions[Int(action)] ?? Int(action)
  }
}

/// How often each position of a game is drawn, relative to the others.
///
/// Source: policy surprise weighting of KataGo's methods.
enum SampleWeights {
  /// The weights of a game's positions: their sum is their number, so that no game counts for more
  /// than its length.
  ///
  /// - Parameters:
  ///   - surprises: for each position, how much its search changed the raw policy, >= 0.
  ///   - share: the part of the weight dealt in proportion to that; the rest is dealt evenly.
  static func weights(surprises: [Float], share: Double) -> [Double] {
    let total = surprises.reduce(0.0) { $0 + Double($1) }
    guard total > 0 else { return surprises.map { _ in 1 } }
    let scale = share * Double(surprises.count) / total
    return surprises.map { 1 - share + scale * Double($0) }
  }
}
