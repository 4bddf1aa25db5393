/// One axis of a board cut into Winograd tiles that cover it exactly.
///
/// F(m, 3) makes m outputs of a 3-wide convolution from m + 2 products. Every m uses the first
/// m + 2 of one list of points, so tiles of different sizes share their transformed weights.
public struct Axis: Hashable, Sendable {
  /// `[tile]`: outputs of each tile, larger tiles first.
  public let sizes: [Int]
  /// `[tile]`: the first output of each tile.
  public let starts: [Int]

  /// The tile sizes that transforms exist for.
  public static let sizes = 3...6

  /// The points that polynomials are evaluated at, in the order tiles use them; infinity is nan.
  public static let points: [Float] = [.nan, 0, 1, -1, 2, -2, 0.5, -0.5]

  /// The cover of `length` outputs with the fewest products, and among those the one with the
  /// smallest largest tile, which rounds least. Nil when there is none: below three outputs.
  ///
  /// - Parameter largest: the largest tile wanted; if such do not cover the axis, the next larger.
  public init?(length: Int, largest: Int = 6) {
    let limits = max(largest, Self.sizes.lowerBound)...Self.sizes.upperBound
    guard let sizes = limits.lazy.compactMap({ Self.cover(length, largest: $0) }).first else {
      return nil
    }
    self.sizes = sizes
    starts = sizes.indices.map { sizes[..<$0].reduce(0, +) }
  }

  /// `[tile]`: the sizes of the best cover by tiles of at most `largest`, in descending order.
  private static func cover(_ length: Int, largest: Int) -> [Int]? {
    guard length > 0 else { return nil }
    // best[n] covers n outputs.
    var best: [[Int]?] = [[]]
    for covered in 1...length {
      var choice: [Int]?
      for size in sizes where size <= min(covered, largest) {
        guard let rest = best[covered - size] else { continue }
        let candidate = (rest + [size]).sorted(by: >)
        if choice.map({ cost(candidate) < cost($0) }) ?? true { choice = candidate }
      }
      best.append(choice)
    }
    return best[length]
  }

  /// Products first, then the largest tile.
  private static func cost(_ sizes: [Int]) -> (Int, Int) {
    (sizes.reduce(0) { $0 + $1 + 2 }, sizes.max() ?? 0)
  }

  /// The number of points that the largest tile needs.
  public var pointCount: Int { (sizes.first ?? 0) + 2 }

  /// How many tiles use `point`: a prefix, because larger tiles come first.
  public func tileCount(at point: Int) -> Int { sizes.count { $0 + 2 > point } }
}
