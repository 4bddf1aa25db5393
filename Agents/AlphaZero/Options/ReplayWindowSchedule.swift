import Foundation

/// How large the replay window is after a number of positions: it grows sublinearly, so that the
/// share of old games falls while their number rises.
///
/// Source: Wu 2019, "Accelerating Self-Play Learning in Go", appendix C:
/// c (1 + β ((N / c)^α - 1) / α) positions after N, with c = `start`, α = `exponent`, β = 0.4.
public struct ReplayWindowSchedule: Sendable, Hashable {
  /// Positions in the window until as many were played; 0 is a window of always `cap`.
  public var start: Int
  /// The power α, 0 < α <= 1.
  public var exponent: Double
  /// The window never holds more.
  public var cap: Int

  /// New positions in the window for each new one when growth begins, the paper's β.
  static let slope = 0.4

  /// - Parameter positions: positions played since the run began.
  public func size(after positions: Int) -> Int {
    guard start > 0 else { return cap }
    let ratio = max(1, Double(positions) / Double(start))
    let growth = Self.slope * (pow(ratio, exponent) - 1) / exponent
    return Int(min(Double(cap), Double(start) * (1 + growth)))
  }
}
