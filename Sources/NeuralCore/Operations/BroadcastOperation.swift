import Foundation

/// Planes changed by one number for each channel.
struct BroadcastOperation: Operation {
  enum Kind: Hashable {
    /// Adds the number to every point.
    case bias
    /// Multiplies every point by the sigmoid of the number.
    case gate
  }

  let planes: Int
  let numbers: Int
  let output: Int
  let grid: Grid
  let kind: Kind
  private var planesWrite = GradientWrite.skip
  private var numbersWrite = GradientWrite.skip

  init(planes: Int, numbers: Int, output: Int, grid: Grid, kind: Kind) {
    self.planes = planes
    self.numbers = numbers
    self.output = output
    self.grid = grid
    self.kind = kind
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) {
    planesWrite = ledger.claim(planes)
    numbersWrite = ledger.claim(numbers)
  }

  private func gate(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

  func forward(_ pass: Pass) {
    for row in 0..<pass.rows {
      let source = pass.values[planes] + row &* grid.stride
      let target = pass.values[output] + row &* grid.stride
      let factors = pass.values[numbers] + row &* grid.channels
      for channel in 0..<grid.channels {
        let number = kind == .bias ? factors[channel] : gate(factors[channel])
        grid.forEachPoint {
          let place = $0 &* grid.pointStride &+ channel
          target[place] = kind == .bias ? source[place] + number : source[place] * number
        }
      }
    }
  }

  func backward(_ pass: Pass) {
    for row in 0..<pass.rows {
      let source = pass.values[planes] + row &* grid.stride
      let slope = pass.gradients[output] + row &* grid.stride
      let factors = pass.values[numbers] + row &* grid.channels
      let numberSlopes = pass.gradients[numbers] + row &* grid.channels
      for channel in 0..<grid.channels {
        let number = kind == .bias ? 1 : gate(factors[channel])
        var sum: Float = 0
        grid.forEachPoint {
          let place = $0 &* grid.pointStride &+ channel
          sum += kind == .bias ? slope[place] : slope[place] * source[place]
        }
        if kind == .gate { sum *= number * (1 - number) }
        switch numbersWrite {
        case .skip: break
        case .overwrite: numberSlopes[channel] = sum
        case .accumulate: numberSlopes[channel] += sum
        }
        // From here on the slope of the output is that of the planes.
        if kind == .gate {
          grid.forEachPoint { slope[$0 &* grid.pointStride &+ channel] *= number }
        }
      }
    }
    planesWrite.deliver(
      pass.gradients[output], to: pass.gradients[planes], count: pass.rows &* grid.stride,
      pass.kernels)
  }
}
