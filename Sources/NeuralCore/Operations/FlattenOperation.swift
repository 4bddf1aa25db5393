/// Brings bordered planes into a plain vector in the order `[channels, rows, columns]`.
struct FlattenOperation: Operation {
  let input: Int
  let output: Int
  let grid: Grid
  private var write = GradientWrite.skip

  init(input: Int, output: Int, grid: Grid) {
    self.input = input
    self.output = output
    self.grid = grid
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) { write = ledger.claim(input) }

  func forward(_ pass: Pass) {
    for row in 0..<pass.rows {
      grid.gather(
        pass.values[input] + row &* grid.stride,
        into: pass.values[output] + row &* grid.points &* grid.channels, .overwrite)
    }
  }

  func backward(_ pass: Pass) {
    guard write != .skip else { return }
    for row in 0..<pass.rows {
      let slope = UnsafePointer(pass.gradients[output] + row &* grid.points &* grid.channels)
      let target = pass.gradients[input] + row &* grid.stride
      if write == .overwrite {
        grid.spread(slope, into: target)
      } else {
        grid.spreadAdding(slope, into: target)
      }
    }
  }
}
