/// Brings planes from `[channels, rows, columns]` into the bordered, channels-last layout.
struct BorderOperation: Operation {
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
      grid.spread(
        pass.values[input] + row &* grid.points &* grid.channels,
        into: pass.values[output] + row &* grid.stride)
    }
  }

  func backward(_ pass: Pass) {
    guard write != .skip else { return }
    for row in 0..<pass.rows {
      grid.gather(
        pass.gradients[output] + row &* grid.stride,
        into: pass.gradients[input] + row &* grid.points &* grid.channels, write)
    }
  }
}
