/// A figure that moves in a straight line from one value to another over the first part of a run
/// and stays there.
struct LinearSchedule: Hashable, Sendable {
  var start: Double
  var end: Double
  /// The part of the run that the move takes, 0 ... 1; 0 is there at once.
  var duration = 1.0

  /// - Parameter fraction: how much of the run is behind us, 0 ... 1.
  func value(at fraction: Double) -> Double {
    guard fraction < duration else { return end }
    return start + (end - start) * (fraction / duration)
  }
}
