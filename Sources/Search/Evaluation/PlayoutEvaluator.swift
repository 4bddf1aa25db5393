import ArenaCore

/// Judges a position by playing it out at random; every action has the same logit.
///
/// PUCT over this evaluator is close to plain UCT; `UCTSearch` is the fast way to do that.
public struct PlayoutEvaluator<Game: BoardGame>: Evaluator, Sendable {
  /// Random games per position.
  public let rollouts: Int
  private var random: RandomSource

  public init(rollouts: Int = 1, random: RandomSource) {
    precondition(rollouts > 0, "a rollout evaluator needs at least one game, not \(rollouts)")
    self.rollouts = rollouts
    self.random = random
  }

  public mutating func evaluate(_ batch: inout EvaluationBatch<Game>) {
    for row in 0..<batch.count {
      var sum = 0.0
      for _ in 0..<rollouts {
        var game = batch.positions[row]
        sum += game.playOut(using: &random)
      }
      let mean = Float(sum) / Float(rollouts)
      batch.values[row] = batch.positions[row].turn == .second ? -mean : mean
      for index in batch.logitRange(of: row) { batch.logits[index] = 0 }
    }
  }
}
