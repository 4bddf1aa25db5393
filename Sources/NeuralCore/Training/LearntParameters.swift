import Kernels

/// What training moves: a network's parameters and the optimiser's state of each.
///
/// `@unchecked Sendable` because `Trainer` sees to it that only one thread at a time touches a
/// parameter: it deals out slices that do not overlap.
final class LearntParameters: @unchecked Sendable {
  let optimiser: Optimiser
  let kernels: any KernelSet.Type
  /// `[parameterCount]`.
  var values: UnsafeMutablePointer<Float> { valueMemory.start }
  let count: Int
  /// Updates made so far.
  private(set) var stepCount = 0

  private let template: Network
  private let blocks: [ParameterBlock]
  private let valueMemory: AlignedMemory<Float>
  /// `[moment, parameterCount]`, `momentStride` apart.
  private let moments: AlignedMemory<Float>
  private let momentStride: Int

  init(_ network: Network, optimiser: Optimiser, kernels: any KernelSet.Type) {
    precondition(
      network.parameters.count == network.plan.parameterCount,
      "the network has \(network.plan.parameterCount) parameters, not \(network.parameters.count)")
    self.optimiser = optimiser
    self.kernels = kernels
    template = network
    blocks = network.layout
    count = network.parameters.count
    valueMemory = AlignedMemory(count: count)
    valueMemory.start.update(from: network.parameters, count: count)
    momentStride = AlignedMemory<Float>.room(count)
    moments = AlignedMemory(count: momentStride * optimiser.momentCount)
  }

  /// The network as trained so far: a copy.
  var network: Network {
    var network = template
    network.parameters = Array(UnsafeBufferPointer(start: values, count: count))
    return network
  }

  /// What a checkpoint must keep, and how to go on from one.
  var state: TrainerState {
    get {
      TrainerState(
        parameters: Array(UnsafeBufferPointer(start: values, count: count)),
        moments: (0..<optimiser.momentCount).map {
          Array(UnsafeBufferPointer(start: moment($0), count: count))
        },
        stepCount: stepCount)
    }
    set {
      precondition(
        newValue.parameters.count == count && newValue.moments.count == optimiser.momentCount
          && newValue.moments.allSatisfy { $0.count == count },
        "the state is not of this network and optimiser")
      values.update(from: newValue.parameters, count: count)
      for (index, moment) in newValue.moments.enumerated() {
        self.moment(index).update(from: moment, count: count)
      }
      stepCount = newValue.stepCount
    }
  }

  var hasFiniteValues: Bool {
    UnsafeBufferPointer(start: values, count: count).allSatisfy(\.isFinite)
  }

  var hasFiniteMoments: Bool { moments.elements.allSatisfy(\.isFinite) }

  /// `[parameterCount]`.
  private func moment(_ index: Int) -> UnsafeMutablePointer<Float> {
    moments.start + index * momentStride
  }

  // MARK: Updating

  /// What gradients of norm `norm` are multiplied by to be no larger than `clip`.
  static func scale(norm: Float, clip: Float?) -> Float {
    guard let clip, norm > clip else { return 1 }
    return clip / norm
  }

  /// Counts an update and moves running statistics, whose "gradients" are sums over `rows` rows of
  /// what each batch measured. `update` does the rest.
  func beginUpdate(gradients: UnsafePointer<Float>, rows: Int) {
    stepCount += 1
    for block in blocks where !block.isTrainable {
      for index in block.range {
        values[index] +=
          BatchNormalisationOperation.momentum * (gradients[index] / Float(rows) - values[index])
      }
    }
  }

  /// Moves the parameters of `slice`.
  func update(_ slice: Range<Int>, gradients: UnsafePointer<Float>, rate: Float, scale: Float) {
    for block in blocks where block.isTrainable {
      let range = block.range.clamped(to: slice)
      guard !range.isEmpty else { continue }
      let start = range.lowerBound
      optimiser.update(
        values + start, gradients: gradients + start, moments: moments.start + start,
        momentStride: momentStride, count: range.count, rate: rate, scale: scale, step: stepCount,
        decays: block.decays, kernels)
    }
  }
}
