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
