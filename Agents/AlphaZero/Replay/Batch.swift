import ArenaCore

/// One batch of the replay window: what the network sees, what it should answer, and the room in
/// which rows are prepared.
struct Batch: Sendable {
  let actionCount: Int
  let cellCount: Int
  private let width: Int

  // What the network sees.
  private(set) var observations: [Float]  // [batch, planes, rows, columns], as the seat to move

  // What it should answer.
  private(set) var policies: [Float]  // [batch, actions]: improved by search; 0 where not legal
  private(set) var legal: [Bool]  // [batch, actions]
  var values: [Float]  // [batch], -1 ... 1 for the seat to move
  private(set) var replies: [Float]  // [batch, actions]: the opponent's next policy
  var hasReply: [Bool]  // [batch]: whether there is such a policy
  private(set) var ownership: [Float]  // [batch, cells]: 1 the seat to move's in the end ... -1
  var margins: [Float]  // [batch]: in the end, in points a cell, for the seat to move
  var hasPoints: [Bool]  // [batch]: whether the game was played to its end in points

  // Where a row is prepared.
  private var plainObservation: [Float]  // [planes, rows, columns], before its symmetry
  private var plainOwners: [Float]  // [cells], before their symmetry
  private var legalActions: [Int] = []

  /// - Parameter learnsPoints: whether owners and margins are wanted.
  init(rows: Int, for game: some BoardGame, learnsPoints: Bool) {
    actionCount = game.actionCount
    cellCount = learnsPoints ? game.observationShape.cells : 0
    width = game.observationShape.count
    observations = [Float](repeating: 0, count: rows * width)
    policies = [Float](repeating: 0, count: rows * actionCount)
    legal = [Bool](repeating: false, count: rows * actionCount)
    values = [Float](repeating: 0, count: rows)
    replies = policies
    hasReply = [Bool](repeating: false, count: rows)
    ownership = [Float](repeating: 0, count: rows * cellCount)
    margins = values
    hasPoints = hasReply
    plainObservation = [Float](repeating: 0, count: width)
    plainOwners = [Float](repeating: 0, count: game.observationShape.cells)
  }

  // MARK: Reading a row

  private func actions(of row: Int) -> Range<Int> { row * actionCount..<(row + 1) * actionCount }

  /// Copies the first `rows` observations to a network's input.
  func copyObservations(_ rows: Int, to inputs: UnsafeMutableBufferPointer<Float>) {
    observations.withUnsafeBufferPointer { source in
      _ = inputs.update(fromContentsOf: source[..<(rows * width)])
    }
  }

  /// Lends the policy and the legal actions of a row, `[actions]` each.
  func withRow<Result>(
    _ row: Int, _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Bool>) -> Result
  ) -> Result {
    policies.withUnsafeBufferPointer { policies in
      legal.withUnsafeBufferPointer { legal in
        body(
          UnsafeBufferPointer(rebasing: policies[actions(of: row)]),
          UnsafeBufferPointer(rebasing: legal[actions(of: row)]))
      }
    }
  }

  /// Lends the opponent's policy of a row, `[actions]`.
  func withReply<Result>(_ row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    replies.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[actions(of: row)])) }
  }

  /// Lends the owners of a row, `[cells]`.
  func withOwnership<Result>(_ row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    ownership.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[row * cellCount..<(row + 1) * cellCount]))
    }
  }

  // MARK: Preparing a row

  /// Begins a row with what `seat` sees of a position, in an image of it, and its legal actions.
  mutating func begin(
    _ row: Int, with game: some BoardGame, as seat: Seat, seenThrough symmetry: Symmetry?
  ) {
    clear(row)
    // Taken out of self for exclusive access; a moved value is not copied.
    var plain: [Float] = []
    swap(&plain, &plainObservation)
    observations.withUnsafeMutableBufferPointer { [width] observations in
      var observation = observations.row(row, width: width).mutableSpan
      guard let symmetry else { return game.observe(as: seat, into: &observation) }
      var span = plain.mutableSpan
      game.observe(as: seat, into: &span)
      symmetry.apply(toPlanes: plain.span, into: &observation)
    }
    plainObservation = plain
    legalActions.removeAll(keepingCapacity: true)
    game.appendLegalActions(to: &legalActions)
    for action in legalActions { allow(symmetry?.actions[action] ?? action, in: row) }
  }

  mutating func clear(_ row: Int) {
    for index in actions(of: row) {
      policies[index] = 0
      legal[index] = false
      replies[index] = 0
    }
    hasReply[row] = false
    hasPoints[row] = false
  }

  mutating func allow(_ action: Int, in row: Int) { legal[row * actionCount + action] = true }

  mutating func setPolicy(_ action: Int, _ probability: Float, in row: Int) {
    policies[row * actionCount + action] = probability
  }

  mutating func setReply(_ action: Int, _ probability: Float, in row: Int) {
    replies[row * actionCount + action] = probability
  }

  mutating func setOwner(_ cell: Int, _ owner: Float, in row: Int) {
    ownership[row * cellCount + cell] = owner
  }

  /// Owners and margin of a finished board, for `seat`.
  mutating func setPoints(
    of board: some Scored, for seat: Seat, seenThrough symmetry: Symmetry?, in row: Int
  ) {
    var owners = plainOwners.mutableSpan
    board.ownership(for: seat, into: &owners)
    for (cell, owner) in plainOwners.enumerated() {
      setOwner(symmetry?.cells[cell] ?? cell, owner, in: row)
    }
    hasPoints[row] = true
    margins[row] = Float(board.margin(for: seat)) / Float(plainOwners.count)
  }
}
