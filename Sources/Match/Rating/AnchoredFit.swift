import Foundation

/// The fit whose strengths held fixed are Elo ratings.
///
/// A rating in Elo points is a strength by the scale, which falls as the draw parameter grows. So the
/// likelihood is maximised over the draw parameter with the held strengths following it: for each
/// value the others have one maximum, and the slope along these has a root.
struct AnchoredFit {
  let playerCount: Int
  let results: [PairResult]
  let model: RatingModel
  let priorGames: Double
  /// The ratings held fixed, by player, in Elo points from the middle of the scale.
  let elo: [Int: Double]

  /// Nil when the likelihood has no finite maximum, which a prior rules out.
  var fit: RatingFit? {
    guard let first = fit(scale: Elo.perLogOdds, draw: nil) else { return nil }
    guard let start = first.drawParameter, elo.values.contains(where: { $0 != 0 }) else {
      return first
    }
    // The parameter of Rao and Kupper is positive.
    let isPositive = model.draws == .raoKupper
    let place = isPositive ? log(start) : start
    return root(from: place) { isPositive ? exp($0) : $0 } ?? (priorGames > 0 ? first : nil)
  }

  private func fit(scale: Double, draw: Double?) -> RatingFit? {
    RatingFit(
      playerCount: playerCount, results, model, priorGames: priorGames,
      anchors: elo.mapValues { $0 / scale }, heldDraw: draw)
  }

  /// A place on the way, the fit there and how the likelihood rises with the draw parameter.
  private typealias Point = (place: Double, fit: RatingFit, rise: Double)

  /// Steps that double until the likelihood falls, then regula falsi (Illinois).
  private func root(from start: Double, _ draw: (Double) -> Double) -> RatingFit? {
    func point(_ place: Double) -> Point? {
      let draw = draw(place)
      // Beyond, all games are drawn, or none.
      guard draw < 30, place > -40 else { return nil }
      return fit(scale: Elo.perLogOdds * model.slope(drawParameter: draw), draw: draw)
        .map { (place, $0, $0.riseWithDraws) }
    }
    guard var before = point(start) else { return nil }
    var step = before.rise > 0 ? 0.25 : -0.25
    var behind: Point?
    while behind == nil {
      // Where it rises as far as there is a fit, there is no maximum.
      guard abs(step) > 1e-3 else { return priorGames > 0 ? before.fit : nil }
      guard let next = point(before.place + step) else {
        step /= 4
        continue
      }
      if next.rise * step <= 0 {
        behind = next
      } else {
        before = next
        step *= 2
      }
    }
    guard var last = behind else { return nil }
    var weight = before.rise
    for _ in 0..<200 where abs(last.place - before.place) > 1e-11 && last.rise != 0 {
      let share = last.rise == weight ? 0.5 : last.rise / (last.rise - weight)
      guard let next = point(last.place - share * (last.place - before.place)) else { break }
      if next.rise * last.rise < 0 {
        before = last
        weight = last.rise
      } else {
        weight /= 2
      }
      last = next
    }
    return last.fit
  }
}
