import ArenaCore
import NeuralCore
import Training

/// Games in a checkpoint: flat tensors, so that a window of thousands is a few arrays.
extension RecordedGame {
  /// Adds games to an archive as tensors whose names start with `prefix`.
  static func save(_ games: [PackedGame], as prefix: String, to archive: inout Safetensors) {
    let decisionCount = games.reduce(0) { $0 + $1.decisionCount }
    var lengths: [Int32] = []  // [games, 2]: actions, decisions
    var actions: [Int32] = []  // [all actions]
    var results: [Float] = []  // [games]
    var decisions: [Int32] = []  // [all decisions, 3]: ply, size of the policy, whether proven
    var values: [Float] = []  // [all decisions, 2]: value, surprise
    var policyActions: [Int32] = []  // [all policies' actions]
    var probabilities: [Float] = []  // the same
    decisions.reserveCapacity(3 * decisionCount)
    values.reserveCapacity(2 * decisionCount)
    // Arrays that grow by doubling would cost a window as much again while it is saved.
    let policySize = games.reduce(0) { $0 + $1.policySize }
    actions.reserveCapacity(games.reduce(0) { $0 + $1.moves.count })
    policyActions.reserveCapacity(policySize)
    probabilities.reserveCapacity(policySize)
    for game in games {
      lengths += [Int32(game.moves.count), Int32(game.decisionCount)]
      for action in game.moves { actions.append(Int32(action)) }
      results.append(game.result)
      for index in 0..<game.decisionCount {
        let policy = game.policyActions(index)
        decisions.append(Int32(game.ply(index)))
        decisions.append(Int32(policy.count))
        decisions.append(game.isProven(index) ? 1 : 0)
        values.append(game.value(index))
        values.append(game.surprise(index))
        for action in policy { policyActions.append(Int32(action)) }
        probabilities += game.probabilities(index)
      }
    }
    archive.set(prefix + "lengths", lengths)
    archive.set(prefix + "actions", actions)
    archive.set(prefix + "results", results)
    archive.set(prefix + "decisions", decisions)
    archive.set(prefix + "values", values)
    archive.set(prefix + "policy_actions", policyActions)
    archive.set(prefix + "probabilities", probabilities)
  }

  /// The games that `save` wrote, checked against the rules from `start` on.
  ///
  /// - Parameter areUnderWay: whether none of them may be over.
  /// - Throws: `RunError.mismatch` when tensors are missing, do not fit together, hold numbers that
  ///   no search comes to, or a game that the rules do not allow.
  static func restore<Game: BoardGame>(
    as prefix: String, from archive: Safetensors, start: Game, areUnderWay: Bool = false
  ) throws -> [RecordedGame] {
    let lengths = try archive.values(prefix + "lengths", as: Int32.self)
    let results = try archive.values(prefix + "results", as: Float.self)
    var actions = Cursor(try archive.values(prefix + "actions", as: Int32.self))
    var decisions = Cursor(try archive.values(prefix + "decisions", as: Int32.self))
    var values = Cursor(try archive.values(prefix + "values", as: Float.self))
    var policyActions = Cursor(try archive.values(prefix + "policy_actions", as: Int32.self))
    var probabilities = Cursor(try archive.values(prefix + "probabilities", as: Float.self))
    guard lengths.count == 2 * results.count else {
      throw RunError.mismatch("\(prefix)lengths has \(lengths.count) numbers")
    }
    guard results.allSatisfy({ [-1, 0, 1].contains($0) }) else {
      throw RunError.mismatch("\(prefix)results has other numbers than -1, 0 and 1")
    }
    let games = try results.indices.map { index in
      let (count, decisionCount) = (Int(lengths[2 * index]), Int(lengths[2 * index + 1]))
      // Before room is made for them.
      guard (0...decisions.rest / 3).contains(decisionCount) else {
        throw RunError.mismatch("\(prefix)lengths has \(decisionCount) decisions of a game")
      }
      var game = start
      let played = try actions.take(count).map { try play($0, in: &game) }
      guard !areUnderWay || game.turn != nil else {
        throw RunError.mismatch("\(prefix)actions has a game under way that is over")
      }
      let decided = try (0..<decisionCount).map { _ in
        let head = Array(try decisions.take(3))
        let numbers = Array(try values.take(2))
        let (ply, size) = (Int(head[0]), Int(head[1]))
        guard (0..<count).contains(ply) else {
          throw RunError.mismatch("\(prefix)decisions has a ply beyond its game")
        }
        let policy = Array(try probabilities.take(size))
        guard isPlausible(value: numbers[0], surprise: numbers[1], policy) else {
          throw RunError.mismatch("\(prefix)* has a decision whose numbers no search comes to")
        }
        return Decision(
          ply: ply, value: numbers[0],
          actions: try policyActions.take(size).map { try action($0, of: start) },
          probabilities: policy, isProven: head[2] == 1, surprise: numbers[1])
      }
      return RecordedGame(actions: played, decisions: decided, result: results[index])
    }
    guard
      [actions.rest, decisions.rest, values.rest, policyActions.rest, probabilities.rest]
        .allSatisfy({ $0 == 0 })
    else { throw RunError.mismatch("\(prefix)* holds more than its games") }
    return games
  }

  /// Rounding may take a mean of values or probabilities a little too far.
  private static func isPlausible(value: Float, surprise: Float, _ policy: [Float]) -> Bool {
    abs(value) <= 1.001 && surprise >= 0 && surprise.isFinite
      && policy.allSatisfy { (0...1.001).contains($0) }
  }

  private static func action(_ number: Int32, of game: some BoardGame) throws -> UInt16 {
    guard (0..<game.actionCount).contains(Int(number)) else {
      throw RunError.mismatch("a saved game has the action \(number), which the rules lack")
    }
    return UInt16(number)
  }

  private static func play(_ number: Int32, in game: inout some BoardGame) throws -> UInt16 {
    let action = try action(number, of: game)
    guard game.isLegal(Int(action)) else {
      throw RunError.mismatch("a saved game has the illegal action \(number)")
    }
    game.play(Int(action))
    return action
  }
}

/// Takes a flat tensor apart from its beginning.
private struct Cursor<Element> {
  private let elements: [Element]
  private var position = 0

  init(_ elements: [Element]) { self.elements = elements }

  /// Elements not taken yet.
  var rest: Int { elements.count - position }

  mutating func take(_ count: Int) throws -> ArraySlice<Element> {
    guard count >= 0, count <= rest else {
      throw RunError.mismatch("a saved tensor is \(count) elements too short")
    }
    defer { position += count }
    return elements[position..<position + count]
  }
}
