/// Planes to numbers about whole planes: what makes a network fit boards of any size.
struct PoolOperation: Operation {
  enum Kind: Hashable {
    /// `[channels]`: means.
    case mean
    /// `[3 channels]`: means, means times (sqrt(points) - 14) / 10, and maxima. Source: Wu 2019,
    /// KataGo.
    case meanScaledMaximum
  }

  let input: Int
  let output: Int
  let grid: Grid
  let kind: Kind
  private var write = GradientWrite.skip

  init(input: Int, output: Int, grid: Grid, kind: Kind) {
    self.input = input
    self.output = output
    self.grid = grid
    self.kind = kind
  }

  static func width(of kind: Kind, channels: Int) -> Int {
    kind == .mean ? channels : 3 * channels
  }

  private var width: Int { Self.width(of: kind, channels: grid.channels) }
  private var scale: Float { (Float(grid.points).squareRoot() - 14) / 10 }

  mutating func claimGradients(_ ledger: inout GradientLedger) { write = ledger.claim(input) }

  func forward(_ pass: Pass) {
    let share = 1 / Float(grid.points)
    for row in 0..<pass.rows {
      let plane = pass.values[input] + row &* grid.stride
      let target = pass.values[output] + row &* width
      for channel in 0..<grid.channels {
        var sum: Float = 0
        var top = -Float.infinity
        grid.forEachPoint {
          let value = plane[$0 &* grid.pointStride &+ channel]
          sum += value
          top = max(top, value)
        }
        target[channel] = sum * share
        if kind == .meanScaledMaximum {
          target[grid.channels &+ channel] = sum * share * scale
          target[2 &* grid.channels &+ channel] = top
        }
      }
    }
  }

  func backward(_ pass: Pass) {
    guard write != .skip else { return }
    let share = 1 / Float(grid.points)
    for row in 0..<pass.rows {
      let plane = pass.values[input] + row &* grid.stride
      let slopes = pass.gradients[output] + row &* width
      let tops = pass.values[output] + row &* width
      let target = pass.gradients[input] + row &* grid.stride
      if write == .overwrite { target.update(repeating: 0, count: grid.stride) }
      for channel in 0..<grid.channels {
        var slope = slopes[channel] * share
        var isTopPending = false
        if kind == .meanScaledMaximum {
          slope += slopes[grid.channels &+ channel] * share * scale
          isTopPending = true
        }
        grid.forEachPoint {
          let place = $0 &* grid.pointStride &+ channel
          target[place] += slope
          // The first of several equal maxima takes the gradient.
          if isTopPending, plane[place] == tops[2 &* grid.channels &+ channel] {
            target[place] += slopes[2 &* grid.channels &+ channel]
            isTopPending = false
          }
        }
      }
    }
  }
}

extension Grid {
  /// Every point of the board as its index in the bordered plane, line by line.
  @inline(__always)
  func forEachPoint(_ body: (Int) -> Void) {
    for line in 0..<rows {
      let start = firstPoint &+ line &* lineStride
      for point in start..<(start &+ columns) { body(point) }
    }
  }
}
