import Kernels

/// output = activation(3x3 convolution(input) + bias + skip), over bordered planes, by Winograd's
/// method: a third to a quarter of the products of the direct one.
///
/// The input is cut into tiles and transformed, multiplied by transformed weights, one product for
/// each pair of points, and transformed back. Positions go through in rounds small enough for the
/// second-level cache.
struct WinogradOperation: LinearOperation {
  var layer: LinearLayer
  let from: Grid
  let to: Grid
  let tiling: Tiling

  var productCount: Int { 9 * from.channels * to.channels * to.points }

  /// Padded channels in and out.
  var inputs: Int { from.pointStride }
  var outputs: Int { to.pointStride }
  /// Floats of the transformed weights.
  var transformedCount: Int { tiling.pointCount * inputs * outputs }
  /// Floats of the padded kernels.
  var kernelCount: Int { 9 * inputs * outputs }

  /// Positions that go through the three steps together: their planes should fit in three eighths
  /// of the second-level cache, but not be much smaller than the weights that every round reads
  /// again.
  var round: Int {
    let floats = max(Caches.target * 3 / 8 / MemoryLayout<Float>.size, transformedCount / 4)
    return max(4, min(32, floats / (tiling.rowsPerPosition * max(inputs, outputs))))
  }

  /// Floats of the planes of one round, for whichever side has more channels.
  var planeFloats: Int {
    (tiling.planeFloats(positions: round, channels: max(inputs, outputs)) + 15) / 16 * 16
  }

  /// Two sets of planes, the gradients of transformed weights, and those of kernels.
  func scratchCount(rows: Int) -> Int { 2 * planeFloats + transformedCount + 2 * kernelCount }

  mutating func claimPacked(_ ledger: inout PackedLedger) {
    layer.claimPacked(
      &ledger, weights: transformedCount, biases: outputs, backward: transformedCount)
  }

  func pack(_ packing: Packing) {
    let source = packing.parameters + layer.weights
    let kernels = packing.scratch
    kernels.update(repeating: 0, count: kernelCount)
    for tap in 0..<9 {
      Packing.pad(
        source + tap &* from.channels &* to.channels, lines: from.channels, width: to.channels,
        into: kernels + tap &* inputs &* outputs)
    }
    layer.packBias(
      packing, channels: to.channels, weights: kernels, lines: 9 * inputs, width: outputs)
    packing.kernels.transformWeights(
      tiling, channels: inputs, outputs: outputs, kernels: kernels,
      target: packing.forward + layer.packedWeights)
    guard let backward = layer.backwardWeights(packing) else { return }
    // The gradient by the input is a convolution with kernels turned half round and transposed.
    let turned = kernels + kernelCount
    for tap in 0..<9 {
      packing.kernels.transpose(
        rows: inputs, columns: outputs, source: kernels + tap &* inputs &* outputs,
        sourceStride: outputs, target: turned + (8 &- tap) &* inputs &* outputs,
        targetStride: inputs)
    }
    packing.kernels.transformWeights(
      tiling, channels: outputs, outputs: inputs, kernels: turned,
      target: backward)
  }

  func forward(_ pass: Pass) { forward(pass, .whole) }

  func forward(_ pass: Pass, _ share: Share) {
    let planes = pass.scratch
    let products = planes + planeFloats
    let target = pass.values[layer.output]
    let isRectified = layer.activation == .relu
    let part = evenPart(of: pass.rows, upTo: round)
    var row = 0
    while row < pass.rows {
      let rows = min(part, pass.rows &- row)
      // What a thread spreads here it collected itself, where the layer before is of this kind: no
      // wait in between.
      pass.kernels.spreadTiles(
        tiling, positions: rows, channels: inputs, part: share.ofChannels(inputs),
        source: pass.values[layer.input] + row &* from.stride, sourceStride: from.stride,
        lineStride: from.lineStride, planes: planes)
      share.wait()
      pass.kernels.multiplyPlanes(
        tiling, points: share.ofPoints(tiling), positions: rows, channels: inputs, outputs: outputs,
        inputs: planes, weights: pass.packed + layer.packedWeights, target: products)
      share.wait()
      pass.kernels.collectTiles(
        tiling, positions: rows, channels: outputs, part: share.ofChannels(outputs),
        planes: products, bias: pass.packed + layer.packedBias,
        skip: layer.skip.map { UnsafePointer(pass.values[$0] + row &* to.stride) },
        isRectified: isRectified, target: target + row &* to.stride, targetStride: to.stride,
        lineStride: to.lineStride)
      row &+= rows
    }
    guard !isRectified, let activation = layer.activation else { return }
    share.alone {
      activation.apply(to: target, count: pass.rows &* to.stride, pass.kernels)
    }
  }
}
