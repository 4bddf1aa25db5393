import ArenaCore
import NeuralCore
import Training

/// What a network alone says of every legal action of many positions, in few runs.
///
/// By `avi` each action is tried: it is worth what the position after it is worth, with the sign of
/// the turn, or the result of the game (negamax). By `klent` the network says it of the position
/// itself.
struct ActionEvaluator<Game: BoardGame> {
  private(set) var legal: [Bool]  // [positions, actions]
  /// To the seat to move, -1 ... 1; those of illegal actions mean nothing.
  private(set) var values: [Float]  // [positions, actions]
  /// The policy's; empty for `avi`.
  private(set) var logits: [Float] = []  // [positions, actions]
  /// Whether all that the network said in the last evaluation were numbers.
  private(set) var isFinite = true

  let actionCount: Int
  private let heads: SearchFreeNetwork
  private let predictor: Predictor
  private let width: Int
  private var waiting: [Waiting] = []

  /// A row of the next run.
  private struct Waiting {
    /// Where what it says belongs.
    var place: Int
    /// What its value counts for there.
    var sign: Float
  }

  /// Rows of a run that the processor's caches hold well.
  private static var mostRows: Int { 512 }

  /// - Parameter positions: the most of one evaluation.
  /// - Throws: `RunError.mismatch` when the network is of another game or another agent.
  init(_ network: Network, for game: Game, positions: Int) throws(RunError) {
    heads = try SearchFreeNetwork(network, for: game)
    actionCount = game.actionCount
    width = game.observationShape.count
    let rows = heads.algorithm == .avi ? positions * game.actionCount : positions
    predictor = Predictor(network, capacity: min(rows, Self.mostRows))
    legal = [Bool](repeating: false, count: positions * actionCount)
    values = [Float](repeating: 0, count: positions * actionCount)
    if heads.algorithm == .klent { logits = values }
  }

  func replace(parameters: [Float]) { predictor.replace(parameters: parameters) }

  /// - Precondition: none of the games is over.
  mutating func evaluate(_ positions: [Game]) {
    isFinite = true
    for (index, position) in positions.enumerated() {
      guard let seat = position.turn else { preconditionFailure("game \(index) is over") }
      let first = index * actionCount
      for action in 0..<actionCount { legal[first + action] = position.isLegal(action) }
      switch heads.algorithm {
      case .avi: tryActions(in: position, as: seat, from: first)
      case .klent: wait(position, as: seat, Waiting(place: first, sign: 1))
      }
    }
    run()
  }

  private mutating func tryActions(in position: Game, as seat: Seat, from first: Int) {
    for action in 0..<actionCount where legal[first + action] {
      var next = position
      next.play(action)
      if let outcome = next.outcome {
        values[first + action] = Float(outcome.value(for: seat))
      } else {
        let turn = next.turn ?? seat
        wait(next, as: turn, Waiting(place: first + action, sign: turn == seat ? 1 : -1))
      }
    }
  }

  private mutating func wait(_ position: Game, as seat: Seat, _ row: Waiting) {
    position.observe(as: seat, into: predictor.inputs.row(waiting.count, width: width))
    waiting.append(row)
    if waiting.count == predictor.capacity { run() }
  }

  private mutating func run() {
    predictor.run(count: waiting.count)
    let outputs = predictor.output(heads.values)
    isFinite = isFinite && outputs.isFinite
    switch heads.algorithm {
    case .avi:
      for (row, waiting) in waiting.enumerated() {
        values[waiting.place] = waiting.sign * AlphaZeroNetwork.value(ofLogit: outputs[row])
      }
    case .klent:
      let policies = predictor.output(heads.policy)
      isFinite = isFinite && policies.isFinite
      for (row, waiting) in waiting.enumerated() {
        for action in 0..<actionCount {
          let output = row * actionCount + action
          values[waiting.place + action] = AlphaZeroNetwork.value(ofLogit: outputs[output])
          logits[waiting.place + action] = policies[output]
        }
      }
    }
    waiting.removeAll(keepingCapacity: true)
  }

  /// The legal action of the highest value of a position, the first of equals, and that value.
  func best(in position: Int) -> (action: Int, value: Float) {
    let range = position * actionCount..<(position + 1) * actionCount
    let action = ActionValues.best(
      of: values.span.extracting(range), legal: legal.span.extracting(range))
    return (action, values[range.lowerBound + action])
  }
}
