/// Normalises each channel over all rows and points of a shard, then scales and shifts it.
///
/// Training uses the statistics of the shard ("ghost" batches, so that threads need not meet) and
/// leaves them in the gradients of the running mean and variance, weighted by rows, from where the
/// trainer moves the running ones. Inference uses the running ones.
///
/// Source: Ioffe and Szegedy 2015; shards: Hoffer et al. 2017.
struct BatchNormalisationOperation: Operation {
  let input: Int
  let output: Int
  /// A value that holds the shard's mean and inverse deviation, `[2, channels]`, in its first row.
  let statistics: Int
  let lattice: Lattice
  private let scale: Int
  private let shift: Int
  private let mean: Int
  private let variance: Int
  /// Whether to normalise by the running statistics.
  let isInference: Bool
  private var write = GradientWrite.skip

  /// Added to variances.
  static let epsilon: Float = 1e-5
  /// How far running statistics move towards those of each batch.
  static let momentum: Float = 0.1

  init(
    input: Int, output: Int, statistics: Int, lattice: Lattice, _ parameters: Normalisation,
    isInference: Bool
  ) {
    self.input = input
    self.output = output
    self.statistics = statistics
    self.lattice = lattice
    scale = parameters.scale
    shift = parameters.shift
    mean = parameters.mean
    variance = parameters.variance
    self.isInference = isInference
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) {
    _ = ledger.claim(statistics)
    write = ledger.claim(input)
  }

  func forward(_ pass: Pass) {
    let channels = lattice.channels
    let means = pass.values[statistics]
    let inverses = means + channels
    if isInference {
      for channel in 0..<channels {
        means[channel] = pass.parameters[mean &+ channel]
        inverses[channel] =
          1 / (pass.parameters[variance &+ channel] + Self.epsilon).squareRoot()
      }
    } else {
      measure(pass, means, inverses)
    }
    let source = pass.values[input]
    let target = pass.values[output]
    lattice.forEachPoint(rows: pass.rows) { start in
      for channel in 0..<channels {
        let normal = (source[start &+ channel] - means[channel]) * inverses[channel]
        target[start &+ channel] =
          normal * pass.parameters[scale &+ channel] + pass.parameters[shift &+ channel]
      }
    }
  }

  /// The statistics of the shard, and their shares in those of the batch.
  private func measure(
    _ pass: Pass, _ means: UnsafeMutablePointer<Float>, _ inverses: UnsafeMutablePointer<Float>
  ) {
    let channels = lattice.channels
    let source = pass.values[input]
    let count = Float(pass.rows &* lattice.points)
    means.update(repeating: 0, count: 2 &* channels)
    lattice.forEachPoint(rows: pass.rows) { start in
      for channel in 0..<channels { means[channel] += source[start &+ channel] }
    }
    for channel in 0..<channels { means[channel] /= count }
    lattice.forEachPoint(rows: pass.rows) { start in
      for channel in 0..<channels {
        let distance = source[start &+ channel] - means[channel]
        inverses[channel] += distance * distance
      }
    }
    let rows = Float(pass.rows)
    for channel in 0..<channels {
      let squares = inverses[channel]
      pass.parameterGradients[mean &+ channel] += rows * means[channel]
      // The running variance is the unbiased one, as elsewhere.
      pass.parameterGradients[variance &+ channel] += rows * squares / max(1, count - 1)
      inverses[channel] = 1 / (squares / count + Self.epsilon).squareRoot()
    }
  }

  func backward(_ pass: Pass) {
    let channels = lattice.channels
    let means = pass.values[statistics]
    let inverses = means + channels
    let source = pass.values[input]
    let slope = pass.gradients[output]
    // [2, channels]: Σ slope and Σ slope * normal.
    let sums = pass.gradients[statistics]
    sums.update(repeating: 0, count: 2 &* channels)
    lattice.forEachPoint(rows: pass.rows) { start in
      for channel in 0..<channels {
        let normal = (source[start &+ channel] - means[channel]) * inverses[channel]
        sums[channel] += slope[start &+ channel]
        sums[channels &+ channel] += slope[start &+ channel] * normal
      }
    }
    for channel in 0..<channels {
      pass.parameterGradients[shift &+ channel] += sums[channel]
      pass.parameterGradients[scale &+ channel] += sums[channels &+ channel]
    }
    guard write != .skip else { return }
    let share = 1 / Float(pass.rows &* lattice.points)
    lattice.forEachPoint(rows: pass.rows) { start in
      for channel in 0..<channels {
        let place = start &+ channel
        let normal = (source[place] - means[channel]) * inverses[channel]
        let centred = slope[place] - share * (sums[channel] + normal * sums[channels &+ channel])
        slope[place] = centred * inverses[channel] * pass.parameters[scale &+ channel]
      }
    }
    write.deliver(
      slope, to: pass.gradients[input], count: pass.rows &* lattice.stride, pass.kernels)
  }
}
