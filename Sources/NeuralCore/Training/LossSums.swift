/// Sums of up to eight quantities over the rows of a batch: losses, counts, whatever a learner
/// reports. What each index means is the learner's own business.
public struct LossSums: Hashable, Sendable {
  private var sums = SIMD8<Double>()

  public init() {}

  /// The sum of quantity `index`, within 0 ..< 8.
  public subscript(index: Int) -> Double {
    get { sums[index] }
    set { sums[index] = newValue }
  }

  public static func += (left: inout LossSums, right: LossSums) { left.sums += right.sums }

  public static func + (left: LossSums, right: LossSums) -> LossSums {
    var sum = left
    sum += right
    return sum
  }
}
