/// How often each position of a game is drawn, relative to the others.
///
/// Source: policy surprise weighting of KataGo's methods.
enum SampleWeights {
  /// The weights of a game's positions: their sum is their number, so that no game counts for more
  /// than its length.
  ///
  /// - Parameters:
  ///   - surprises: for each position, how much its search changed the raw policy, >= 0.
  ///   - share: the part of the weight dealt in proportion to that; the rest is dealt evenly.
  static func weights(surprises: [Float], share: Double) -> [Double] {
    let total = surprises.reduce(0.0) { $0 + Double($1) }
    guard total > 0 else { return surprises.map { _ in 1 } }
    let scale = share * Double(surprises.count) / total
    return surprises.map { 1 - share + scale * Double($0) }
  }
}
