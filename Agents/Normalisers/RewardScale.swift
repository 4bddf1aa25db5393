/// Divides rewards by the deviation of the discounted return, so that a value function finds targets
/// of about 1 whatever the task pays.
///
/// Each lane's return is kept from the start of its episode, `total = total * discount + reward`,
/// and begins again at 0 after either kind of end. Scaled rewards are cut to ±10.
struct RewardScale: Hashable, Sendable {
  private let discount: Double
  private(set) var totals: [Double]  // [lanes]
  private(set) var moments = RunningMoments(width: 1)

  private static let limit = 10.0

  init(lanes: Int, discount: Double) {
    totals = [Double](repeating: 0, count: lanes)
    self.discount = discount
  }

  /// The scaled reward of one step of a lane.
  mutating func scale(_ reward: Double, lane: Int, isLast: Bool) -> Double {
    totals[lane] = totals[lane] * discount + reward
    moments.insert(totals[lane])
    if isLast { totals[lane] = 0 }
    let scaled = reward / (moments.variance(0) + 1e-8).squareRoot()
    return max(-Self.limit, min(Self.limit, scaled))
  }

  // MARK: Saving

  var figures: [Double] { totals + moments.figures }

  /// Restores saved figures; false when they are none of these lanes.
  mutating func restore(_ figures: [Double]) -> Bool {
    guard figures.count == totals.count + 3, figures.allSatisfy(\.isFinite),
      let moments = RunningMoments(figures: Array(figures[totals.count...]), width: 1)
    else { return false }
    totals = Array(figures[..<totals.count])
    self.moments = moments
    return true
  }
}
