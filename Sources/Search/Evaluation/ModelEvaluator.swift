public import ArenaCore

/// Lets a model of observations evaluate positions.
public struct ModelEvaluator<Game: BoardGame, Model: PolicyValueModel>: Evaluator {
  public var model: Model

  public init(_ model: Model, for game: Game.Type = Game.self) { self.model = model }

  public mutating func evaluate(_ batch: inout EvaluationBatch<Game>) {
    guard !batch.isEmpty else { return }
    let positions = batch.positions
    model.evaluate(
      count: positions.count, observing: { positions[$0].observeAsMover(into: &$1) },
      logits: &batch.logits, values: &batch.values)
  }
}

extension ModelEvaluator: Sendable where Model: Sendable {}

extension BoardGame {
  /// Writes what the seat to move observes over all of `features`.
  func observeAsMover(into features: inout MutableSpan<Float>) {
    guard let seat = turn else { preconditionFailure("a finished game has nobody to move") }
    observe(as: seat, into: &features)
  }
}

/// A function from observations to policy logits and values: a network, seen by search as floats.
public protocol PolicyValueModel {
  /// Evaluates `count` observations.
  ///
  /// - Parameters:
  ///   - observe: writes the observation of a row, `[observationShape.count]`, as the seat to move
  ///     sees it; to be called once for each row, with room inside the model's own input.
  ///   - logits: `[count, actionCount]`, row-major, to be written; may be longer than that.
  ///   - values: `[count]`, to be written, -1 ... 1 from the view of the seat to move; likewise.
  mutating func evaluate(
    count: Int, observing observe: (_ row: Int, _ features: inout MutableSpan<Float>) -> Void,
    logits: inout [Float], values: inout [Float])
}
