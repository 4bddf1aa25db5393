/// A function from observations to policy logits and values: a network, seen by search as floats.
public protocol PolicyValueModel {
  /// Evaluates the first `count` rows of `features`; the arrays may be longer than that.
  ///
  /// - Parameters:
  ///   - features: `[count, observationShape.count]`, row-major, as the seat to move observes.
  ///   - logits: `[count, actionCount]`, to be written.
  ///   - values: `[count]`, to be written, -1 ... 1 from the view of the seat to move.
  mutating func evaluate(
    _ features: [Float], count: Int, logits: inout [Float], values: inout [Float])
}
