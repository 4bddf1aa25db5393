/// Normalises each row over all its numbers, then scales and shifts each channel.
///
/// Source: Ba, Kiros and Hinton 2016.
struct LayerNormalisationOperation: Operation {
  let input: Int
  let output: Int
  let lattice: Lattice
  /// Offsets of `[channels]` blocks.
  let scale: Int
  let shift: Int
  private var write = GradientWrite.skip

  init(input: Int, output: Int, lattice: Lattice, scale: Int, shift: Int) {
    self.input = input
    self.output = output
    self.lattice = lattice
    self.scale = scale
    self.shift = shift
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) { write = ledger.claim(input) }

  /// The mean and the inverse deviation of one row.
  private func statistics(_ row: UnsafeMutablePointer<Float>) -> (mean: Float, inverse: Float) {
    let count = Float(lattice.points &* lattice.channels)
    var sum: Float = 0
    lattice.forEachPoint(rows: 1) { start in
      for channel in 0..<lattice.channels { sum += row[start &+ channel] }
    }
    let mean = sum / count
    var squares: Float = 0
    lattice.forEachPoint(rows: 1) { start in
      for channel in 0..<lattice.channels {
        let distance = row[start &+ channel] - mean
        squares += distance * distance
      }
    }
    return (mean, 1 / (squares / count + BatchNormalisationOperation.epsilon).squareRoot())
  }

  func forward(_ pass: Pass) {
    for row in 0..<pass.rows {
      let source = pass.values[input] + row &* lattice.stride
      let target = pass.values[output] + row &* lattice.stride
      let (mean, inverse) = statistics(source)
      lattice.forEachPoint(rows: 1) { start in
        for channel in 0..<lattice.channels {
          let normal = (source[start &+ channel] - mean) * inverse
          target[start &+ channel] =
            normal * pass.parameters[scale &+ channel] + pass.parameters[shift &+ channel]
        }
      }
    }
  }

  func backward(_ pass: Pass) {
    let share = 1 / Float(lattice.points &* lattice.channels)
    let scales = pass.parameters + scale
    for row in 0..<pass.rows {
      let source = pass.values[input] + row &* lattice.stride
      let slope = pass.gradients[output] + row &* lattice.stride
      let (mean, inverse) = statistics(source)
      var sum: Float = 0
      var product: Float = 0
      lattice.forEachPoint(rows: 1) { start in
        for channel in 0..<lattice.channels {
          let normal = (source[start &+ channel] - mean) * inverse
          let incoming = slope[start &+ channel]
          pass.parameterGradients[shift &+ channel] += incoming
          pass.parameterGradients[scale &+ channel] += incoming * normal
          sum += incoming * scales[channel]
          product += incoming * scales[channel] * normal
        }
      }
      lattice.forEachPoint(rows: 1) { start in
        for channel in 0..<lattice.channels {
          let place = start &+ channel
          let normal = (source[place] - mean) * inverse
          slope[place] =
            inverse * (slope[place] * scales[channel] - share * (sum + normal * product))
        }
      }
    }
    write.deliver(
      pass.gradients[output], to: pass.gradients[input], count: pass.rows &* lattice.stride,
      pass.kernels)
  }
}
