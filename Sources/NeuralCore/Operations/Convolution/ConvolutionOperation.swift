import Kernels

/// output = activation(convolution(input) + bias + skip), over bordered planes, by the direct
/// method: for 1x1 kernels, and for boards too small for Winograd's.
///
/// One product per tap of the kernel and position, over the whole plane from its first point to its
/// last. The border between lines is computed too, and cleared afterwards; that is cheaper than one
/// product per line.
struct ConvolutionOperation: LinearOperation {
  var layer: LinearLayer
  let from: Grid
  let to: Grid
  /// 1 or 3.
  let kernel: Int

  var productCount: Int { kernel * kernel * from.channels * to.channels * to.points }

  /// Points from an output to the input under `tap`.
  private func shift(_ tap: Int) -> Int {
    kernel == 1 ? 0 : (tap / 3 &- 1) &* to.lineStride &+ tap % 3 &- 1
  }

  /// Weights are packed as `[kernel, kernel, inputs, paddedOutputs]`, transposed ones as `[kernel,
  /// kernel, outputs, paddedInputs]`.
  mutating func claimPacked(_ ledger: inout PackedLedger) {
    layer.claimPacked(
      &ledger, weights: kernel * kernel * from.channels * to.pointStride, biases: to.pointStride,
      backward: kernel * kernel * to.channels * from.pointStride)
  }

  func pack(_ packing: Packing) {
    let lines = kernel * kernel * from.channels
    let packed = packing.forward + layer.packedWeights
    Packing.pad(packing.parameters + layer.weights, lines: lines, width: to.channels, into: packed)
    layer.packBias(
      packing, channels: to.channels, weights: packed, lines: lines, width: to.pointStride)
    guard let backward = layer.backwardWeights(packing) else { return }
    for tap in 0..<(kernel &* kernel) {
      packing.kernels.transpose(
        rows: from.channels, columns: to.channels,
        source: packing.parameters + (layer.weights &+ tap &* from.channels &* to.channels),
        sourceStride: to.channels, target: backward + tap &* to.channels &* from.pointStride,
        targetStride: from.pointStride)
    }
  }

  func forward(_ pass: Pass) {
    let isRectified = layer.activation == .relu && layer.skip == nil && kernel == 1
    for row in 0..<pass.rows {
      let plane = pass.values[layer.output] + row &* to.stride
      let source = pass.values[layer.input] + row &* from.stride
      for tap in 0..<(kernel &* kernel) {
        pass.kernels.multiply(
          rows: to.spannedPoints, outputs: to.pointStride, depth: from.channels,
          left: source + (from.firstPoint &+ shift(tap)) &* from.pointStride,
          rowStride: from.pointStride,
          right: pass.packed + (layer.packedWeights &+ tap &* from.channels &* to.pointStride),
          rightStride: to.pointStride, bias: tap == 0 ? pass.packed + layer.packedBias : nil,
          addsTarget: tap > 0, isRectified: isRectified,
          target: plane + to.firstPoint &* to.pointStride, targetStride: to.pointStride)
      }
      to.clearLineEnds(plane)
      guard !isRectified else { continue }
      let count = (to.spannedPoints &+ to.firstPoint) &* to.pointStride
      if let skip = layer.skip {
        pass.kernels.add(pass.values[skip] + row &* to.stride, to: plane, count: count)
      }
      layer.activation?.apply(to: plane, count: count, pass.kernels)
    }
  }

  func backward(_ pass: Pass) {
    let slope = layer.beginBackward(
      pass, lines: pass.rows &* to.borderedPoints, width: to.channels, stride: to.pointStride)
    if kernel == 1 {
      // The borders of the slope are zero, so all positions make one product.
      backward(
        pass, slope, pass.values[layer.input], pass.gradients[layer.input],
        points: pass.rows &* to.borderedPoints, tap: 0, layer.inputWrite == .accumulate)
      return
    }
    for row in 0..<pass.rows {
      let plane = pass.gradients[layer.input] + row &* from.stride
      for tap in 0..<9 {
        // The point under a tap receives from the output that lies the other way.
        let center = (from.firstPoint, to.firstPoint)
        backward(
          pass, slope + (row &* to.stride &+ center.1 &* to.pointStride),
          pass.values[layer.input] + (row &* from.stride &+ center.0 &* from.pointStride),
          plane + center.0 &* from.pointStride, points: to.spannedPoints, tap: tap,
          tap > 0 || layer.inputWrite == .accumulate)
      }
      if layer.inputWrite != .skip { from.clearLineEnds(plane) }
    }
  }

  /// One tap's share of the gradients of weights and input, over `points` points in a row.
  private func backward(
    _ pass: Pass, _ slope: UnsafeMutablePointer<Float>, _ source: UnsafeMutablePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, points: Int, tap: Int, _ addsTarget: Bool
  ) {
    pass.kernels.accumulate(
      channels: from.channels, outputs: to.channels, depth: points,
      inputs: source + shift(tap) &* from.pointStride, inputStride: from.pointStride,
      slopes: slope, slopeStride: to.pointStride,
      target: pass.parameterGradients + (layer.weights &+ tap &* from.channels &* to.channels))
    guard layer.inputWrite != .skip else { return }
    pass.kernels.multiply(
      rows: points, outputs: from.pointStride, depth: to.channels,
      left: slope - shift(tap) &* to.pointStride, rowStride: to.pointStride,
      right: pass.packedBackward + (layer.packedBackward &+ tap &* to.channels &* from.pointStride),
      rightStride: from.pointStride, addsTarget: addsTarget, target: target,
      targetStride: from.pointStride)
  }
}
