/// A finished game as the window holds it: three flat arrays, whatever its length.
///
/// A `RecordedGame` is an array or two a decision, which for a window of hundreds of thousands costs
/// many times what their contents do.
struct PackedGame: Sendable, Hashable {
  /// From the first seat's view, as in `RecordedGame`.
  let result: Float
  private let moveCount: Int
  /// The moves, then the actions of all policies.
  private let actions: [UInt16]
  /// [decision, 2]: the ply, doubled, and 1 more where the value is proven; where the decision's
  /// policy ends among all policies.
  private let heads: [Int32]
  /// [decision, 2]: value and surprise; then the probabilities of all policies.
  private let numbers: [Float]

  init(_ game: RecordedGame) {
    result = game.result
    moveCount = game.actions.count
    let size = game.decisions.reduce(0) { $0 + $1.actions.count }
    var actions: [UInt16] = []
    var heads: [Int32] = []
    var numbers: [Float] = []
    actions.reserveCapacity(moveCount + size)
    heads.reserveCapacity(2 * game.decisions.count)
    numbers.reserveCapacity(2 * game.decisions.count + size)
    actions += game.actions
    var end = 0
    for decision in game.decisions {
      actions += decision.actions
      end += decision.actions.count
      heads.append(Int32(2 * decision.ply + (decision.isProven ? 1 : 0)))
      heads.append(Int32(end))
      numbers.append(decision.value)
      numbers.append(decision.surprise)
    }
    for decision in game.decisions { numbers += decision.probabilities }
    (self.actions, self.heads, self.numbers) = (actions, heads, numbers)
  }

  /// The game with an array of its own for everything.
  var unpacked: RecordedGame {
    RecordedGame(
      actions: Array(moves),
      decisions: (0..<decisionCount).map { index in
        RecordedGame.Decision(
          ply: ply(index), value: value(index), actions: Array(policyActions(index)),
          probabilities: Array(probabilities(index)), isProven: isProven(index),
          surprise: surprise(index))
      }, result: result)
  }

  var moves: ArraySlice<UInt16> { actions[..<moveCount] }
  var decisionCount: Int { heads.count / 2 }
  /// Actions of all policies.
  var policySize: Int { actions.count - moveCount }

  // MARK: Decisions, each by its place

  func ply(_ decision: Int) -> Int { Int(heads[2 * decision] >> 1) }
  func isProven(_ decision: Int) -> Bool { heads[2 * decision] & 1 == 1 }
  func value(_ decision: Int) -> Float { numbers[2 * decision] }
  func surprise(_ decision: Int) -> Float { numbers[2 * decision + 1] }

  /// The actions of the improved policy, in the order of `probabilities`.
  func policyActions(_ decision: Int) -> ArraySlice<UInt16> {
    let place = policy(decision)
    return actions[moveCount + place.lowerBound..<moveCount + place.upperBound]
  }

  func probabilities(_ decision: Int) -> ArraySlice<Float> {
    let place = policy(decision)
    return numbers[heads.count + place.lowerBound..<heads.count + place.upperBound]
  }

  /// Where the policy of a decision lies among all.
  private func policy(_ decision: Int) -> Range<Int> {
    Int(decision == 0 ? 0 : heads[2 * decision - 1])..<Int(heads[2 * decision + 1])
  }

  /// Bytes of its arrays, their headers included.
  var byteCount: Int {
    3 * 32 + 2 * actions.capacity + 4 * heads.capacity + 4 * numbers.capacity
  }
}
