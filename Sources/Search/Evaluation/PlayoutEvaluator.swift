public import ArenaCore

/// Evaluates a position by playing it out at random; every action has the same logit.
///
/// PUCT over this evaluator is close to plain UCT; `UCTSearch` is the fast way to do that.
public struct PlayoutEvaluator<Game: BoardGame>: Evaluator, Sendable {
  /// Random games per position.
  public let playouts: Int
  private var random: RandomSource

  public init(playouts: Int = 1, random: RandomSource) {
    precondition(playouts > 0, "a playout evaluator needs at least one game, not \(playouts)")
    self.playouts = playouts
    self.random = random
  }

  public mutating func evaluate(_ batch: inout EvaluationBatch<Game>) {
    for row in 0..<batch.count {
      var sum = 0.0
      for _ in 0..<playouts {
        var game = batch.positions[row]
        sum += game.playOut(using: &random)
      }
      let mean = Float(sum) / Float(playouts)
      batch.values[row] = batch.positions[row].turn == .second ? -mean : mean
      for index in batch.logitRange(of: row) { batch.logits[index] = 0 }
    }
  }
}
