import ArenaCore
import Search

/// Gives each arm of a `Bandit` its value, and the root its logits.
struct BanditEvaluator: Evaluator {
  var logits: [Float]
  /// `[arms]`, from the view of the first seat.
  var armValues: [Float]
  var rootValue: Float = 0
  private(set) var positionsSeen = 0
  private(set) var batchSizes: [Int] = []

  init(logits: [Float], armValues: [Float]) {
    self.logits = logits
    self.armValues = armValues
  }

  mutating func evaluate(_ batch: inout EvaluationBatch<Bandit>) {
    positionsSeen += batch.count
    batchSizes.append(batch.count)
    for (row, position) in batch.positions.enumerated() {
      for (index, target) in batch.logitRange(of: row).enumerated() {
        batch.logits[target] = logits[index]
      }
      let value = position.arm.map { armValues[$0] } ?? rootValue
      batch.values[row] = position.turn == .first ? value : -value
    }
  }
}
