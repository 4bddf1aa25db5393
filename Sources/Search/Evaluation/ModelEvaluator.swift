import ArenaCore

/// Lets a model of observations judge positions.
public struct ModelEvaluator<Game: BoardGame, Model: PolicyValueModel>: Evaluator {
  public var model: Model
  private var features: [Float] = []  // [batch capacity, observationShape.count]

  public init(_ model: Model, for game: Game.Type = Game.self) { self.model = model }

  public mutating func evaluate(_ batch: inout EvaluationBatch<Game>) {
    guard !batch.isEmpty else { return }
    batch.observe(into: &features)
    model.evaluate(features, count: batch.count, logits: &batch.logits, values: &batch.values)
  }
}

extension ModelEvaluator: Sendable where Model: Sendable {}

extension EvaluationBatch {
  /// Writes what each seat to move observes as the first rows of `features`,
  /// `[count, observationShape.count]`; grows the array once to hold a full batch.
  func observe(into features: inout [Float]) {
    guard let width = positions.first?.observationShape.count else { return }
    if features.count < capacity * width {
      features = [Float](repeating: 0, count: capacity * width)
    }
    features.withUnsafeMutableBufferPointer { rows in
      for row in 0..<count {
        let slice = UnsafeMutableBufferPointer(rebasing: rows[row * width..<(row + 1) * width])
        var span = slice.mutableSpan
        positions[row].observe(as: positions[row].turn!, into: &span)
      }
    }
  }
}
