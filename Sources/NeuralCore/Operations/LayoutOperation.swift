/// Brings planes from `[channels, rows, columns]` into the bordered, channels-last layout, or back.
struct LayoutOperation: Operation {
  let input: Int
  let output: Int
  let grid: Grid
  /// Whether the bordered layout is the output's; else it is the input's.
  let addsBorder: Bool
  private var write = GradientWrite.skip

  init(input: Int, output: Int, grid: Grid, addsBorder: Bool) {
    self.input = input
    self.output = output
    self.grid = grid
    self.addsBorder = addsBorder
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) { write = ledger.claim(input) }

  func forward(_ pass: Pass) {
    convert(
      pass.values[input], to: pass.values[output], rows: pass.rows, addsBorder: addsBorder,
      .overwrite)
  }

  func backward(_ pass: Pass) {
    guard write != .skip else { return }
    convert(
      pass.gradients[output], to: pass.gradients[input], rows: pass.rows, addsBorder: !addsBorder,
      write)
  }

  private func convert(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, rows: Int,
    addsBorder: Bool, _ write: GradientWrite
  ) {
    let plainStride = grid.points &* grid.channels
    for row in 0..<rows {
      if addsBorder {
        grid.spread(source + row &* plainStride, into: target + row &* grid.stride, write)
      } else {
        grid.gather(source + row &* grid.stride, into: target + row &* plainStride, write)
      }
    }
  }
}
